/* The generator, and its form that fills an array. */
#include "randdp.h"

double randlc(double *x, double a) {
  const double r23 = 1.1920928955078125e-07, t23 = 8388608.0;
  double t1, t2, t3, t4, a1, a2, x1, x2, z;
  t1 = r23 * a; a1 = (int)t1; a2 = a - t23 * a1;
  t1 = r23 * (*x); x1 = (int)t1; x2 = *x - t23 * x1;
  t1 = a1 * x2 + a2 * x1; t2 = (int)(r23 * t1); z = t1 - t23 * t2;
  t3 = t23 * z + a2 * x2; t4 = (int)(r23 * r23 * t3);
  *x = t3 - t23 * t23 * t4;
  return r23 * r23 * (*x);
}

void vranlc(int n, double *x, double a, double y[]) {
  int i;
  for (i = 0; i < n; i++) y[i] = randlc(x, a);
}
