#include "wtime.h"

void wtime(double *);
static double start[64], elapsed[64];

double elapsed_time(void) {
  double t;
  wtime(&t);
  return (t);
}
void timer_clear(int n) { elapsed[n] = 0.0; }
void timer_start(int n) { start[n] = elapsed_time(); }
void timer_stop(int n) { elapsed[n] += elapsed_time() - start[n]; }
double timer_read(int n) { return (elapsed[n]); }
