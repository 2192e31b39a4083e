/* Nothing but busy functions during the iterations, in several files with variables shared by a header. */
#include <stdio.h>
#include "applu.incl"
#include "type.h"
#include "timers.h"
#include "print_results.h"

double u[ISIZ3][ISIZ2][ISIZ1][5];
double rsd[ISIZ3][ISIZ2][ISIZ1][5];
double d[ISIZ2][ISIZ1][5];
int itmax, nz;

int main(int argc, char *argv[]) {
  int i, j, k, m;
  double t;
  logical verified;
  FILE *fp;
  if ((fp = fopen("inputlu.data", "r")) != NULL) fclose(fp);
  printf("\n\n NAS Parallel Benchmarks (NPB3.3-SER-C) - LU Benchmark\n\n");
  printf(" Size: %4dx%4dx%4d\n Iterations: %4d\n", ISIZ1, ISIZ2, ISIZ3, ITMAX_DEFAULT);
  itmax = ITMAX_DEFAULT;
  nz = ISIZ3;
  for (k = 0; k < ISIZ3; k++) for (j = 0; j < ISIZ2; j++) for (i = 0; i < ISIZ1; i++) for (m = 0; m < 5; m++) {
    u[k][j][i][m] = 1.0 + 0.01 * (i + 2 * j + 3 * k + m);
    rsd[k][j][i][m] = 0.5 / (1.0 + i + j + k + m);
  }
  ssor(1);
  ssor(itmax);
  t = timer_read(1);
  verified = l2norm() > 0.0 && l2norm() < 1.0e3;
  printf(" RMS-norm %20.13E\n", l2norm());
  print_results("LU", CLASS, ISIZ1, ISIZ2, ISIZ3, itmax, t, 1.0 / (t + 1e-9), "          floating point", verified,
                NPBVERSION, COMPILETIME, CS1);
  return 0;
}
