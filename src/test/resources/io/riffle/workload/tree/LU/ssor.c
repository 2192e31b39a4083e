#include <stdio.h>
#include <math.h>
#include "applu.incl"
#include "timers.h"

double l2norm() {
  int i, j, k, m;
  double sum = 0.0;
  for (k = 0; k < nz; k++) for (j = 0; j < ISIZ2; j++) for (i = 0; i < ISIZ1; i++) for (m = 0; m < 5; m++)
    sum += u[k][j][i][m] * u[k][j][i][m];
  return sqrt(sum / (ISIZ1 * ISIZ2 * ISIZ3 * 5));
}

void ssor(int niter) {
  int istep, k, j, i, m;
  double omega = 1.2, tmp = 1.0 / (omega * (2.0 - omega)), first = l2norm(), dt = 0.001;
  timer_clear(1);
  timer_start(1);
  for (istep = 1; istep <= niter; istep++) {
    if (istep % 20 == 0 || istep == niter || istep == 1) if (niter > 1) printf(" Time step %4d\n", istep);
    for (k = 1; k < nz - 1; k++) { jacld(k); blts(k); }
    for (k = nz - 2; k > 0; k--) { jacld(k); buts(k); }
    for (k = 1; k < nz - 1; k++) for (j = 1; j < ISIZ2 - 1; j++) for (i = 1; i < ISIZ1 - 1; i++)
      for (m = 0; m < 5; m++) u[k][j][i][m] += tmp * dt * rsd[k][j][i][m];
  }
  timer_stop(1);
  if (first <= 0.0) printf(" no norm\n");
}
