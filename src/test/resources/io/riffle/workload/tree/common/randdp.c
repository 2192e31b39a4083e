/* The kernels that have a generator of their own would clash with this one. */
double randlc(double *x, double a) {
  *x = *x * a - (long long)(*x * a);
  return *x;
}
