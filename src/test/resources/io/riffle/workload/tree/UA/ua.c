#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include "header.h"
#include "timers.h"
#include "print_results.h"

int main(int argc, char *argv[]) {
  int step, verified;
  double mflops, tmax, norm;
  printf("\n\n NAS Parallel Benchmarks (NPB3.3-SER-C) - UA Benchmark\n\n");
  printf(" Levels of refinement:         %8d\n Time steps:                   %8d\n", REFINE_MAX, NMXH);
  niter = NMXH;
  setup();
  for (step = 0; step <= niter; step++) {
    if (step == 1) {
      setup();
      timer_clear(1);
      timer_start(1);
    }
    convect(true);
    diffusion(1);
    if (step % 2 == 0) printf("Step %4d norm %20.12E\n", step, norm2());
  }
  timer_stop(1);
  tmax = timer_read(1);
  norm = norm2();
  verified = norm > 0.0 && norm < 1.0e6;
  mflops = 1.0e-6 * nelt * 125 * niter / (tmax + 1e-9);
  printf(" Total time:   %12.4f\n", tmax);
  print_results("UA", CLASS, REFINE_MAX, 0, 0, niter, tmax, mflops, "    coll. point advanced", verified,
                NPBVERSION, COMPILETIME, CS1);
  return 0;
}
