double randlc(double *x, double a);
void vranlc(int n, double *x, double a, double y[]);
