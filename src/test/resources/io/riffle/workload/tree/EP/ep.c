/* All in main but the generator, as the original is: the library is the only place to stop. */
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include "type.h"
#include "npbparams.h"
#include "randdp.h"
#include "timers.h"
#include "print_results.h"

#define MAX(X, Y) (((X) > (Y)) ? (X) : (Y))
#define MK 10
#define MM (M - MK)
#define NN (1 << MM)
#define NK (1 << MK)
#define NQ 10

static double x[2 * NK];
static double q[NQ];

int main() {
  double t1, t2, t3, sx = 0.0, sy = 0.0, gc = 0.0, tm, dum[3] = {1.0, 1.0, 1.0};
  double an, tt;
  int i, k, kk, l, ik;
  logical verified;
  FILE *fp;
  if ((fp = fopen("timer.flag", "r")) != NULL) fclose(fp);
  printf("\n\n NAS Parallel Benchmarks (NPB3.3-SER-C) - EP Benchmark\n");
  printf("\n Number of random numbers generated: %15.0f\n", pow(2.0, M + 1));
  vranlc(0, &dum[0], dum[1], &dum[2]);
  dum[0] = randlc(&dum[1], dum[2]);
  for (i = 0; i < 2 * NK; i++) x[i] = -1.0e99;
  timer_clear(0);
  timer_start(0);
  t1 = 1220703125.0;
  vranlc(0, &t1, 1220703125.0, x);
  for (i = 0; i < MK + 1; i++) t2 = randlc(&t1, t1);
  an = t1;
  tt = 271828183.0;
  for (i = 0; i < NQ; i++) q[i] = 0.0;
  for (k = 1; k <= NN; k++) {
    kk = k - 1;
    t1 = 271828183.0;
    t2 = an;
    for (i = 1; i <= 100; i++) {
      ik = kk / 2;
      if ((2 * ik) != kk) t3 = randlc(&t1, t2);
      if (ik == 0) break;
      t3 = randlc(&t2, t2);
      kk = ik;
    }
    vranlc(2 * NK, &t1, 1220703125.0, x);
    for (i = 0; i < NK; i++) {
      double x1 = 2.0 * x[2 * i] - 1.0, x2 = 2.0 * x[2 * i + 1] - 1.0;
      double d = x1 * x1 + x2 * x2;
      if (d <= 1.0) {
        double f = sqrt(-2.0 * log(d) / d), g = x1 * f, h = x2 * f;
        l = MAX(fabs(g), fabs(h));
        q[l] = q[l] + 1.0;
        sx = sx + g;
        sy = sy + h;
      }
    }
  }
  for (i = 0; i < NQ; i++) gc = gc + q[i];
  timer_stop(0);
  tm = timer_read(0);
  verified = gc > 0.78 * NK * NN && gc < 0.79 * NK * NN;
  printf("\nEP Benchmark Results:\n\nCPU Time =%10.4lf\nN = 2^%5d\n", tm, M);
  printf("No. Gaussian Pairs = %15.0lf\nSums = %25.15lE %25.15lE\nCounts: \n", gc, sx, sy);
  for (i = 0; i < NQ; i++) printf("%3d%15.0lf\n", i, q[i]);
  print_results("EP", CLASS, M + 1, 0, 0, 0, tm, pow(2.0, M + 1) / (tm + 1e-9) / 1e6, "Random numbers generated",
                verified, NPBVERSION, COMPILETIME, CS1);
  if (tt < 0.0 || t3 < 0.0) exit(1);
  return 0;
}
