/* A kernel that brings its own randlc and goes with c_print_results. */
#include "npbparams.h"
#include <stdlib.h>
#include <stdio.h>

int key_array[1 << 14];
int key_buff[1 << 10];
void timer_clear(int n);
void timer_start(int n);
void timer_stop(int n);
double timer_read(int n);
void c_print_results();

double randlc(double *X, double *A) {
  *X = (double)((long long)(*X * *A) % (1LL << 30));
  return *X / (1LL << 30);
}

void create_seq(double seed, double a) {
  int i;
  for (i = 0; i < 1 << 14; i++) key_array[i] = (1 << 10) * randlc(&seed, &a);
}

void rank(int iteration) {
  int i;
  key_array[iteration] = iteration;
  for (i = 0; i < 1 << 10; i++) key_buff[i] = 0;
  for (i = 0; i < 1 << 14; i++) key_buff[key_array[i]]++;
  for (i = 1; i < 1 << 10; i++) key_buff[i] += key_buff[i - 1];
  printf("        %d %d\n", iteration, key_buff[511]);
}

int main(int argc, char **argv) {
  int iteration;
  timer_clear(0);
  create_seq(314159265.00, 1220.00);
  rank(1);
  timer_start(0);
  for (iteration = 1; iteration <= 10; iteration++) rank(iteration);
  timer_stop(0);
  c_print_results("IS", CLASS, 1 << 14, 0, 0, 10, timer_read(0), 1.0, "keys ranked", key_buff[1023] == 1 << 14,
                  NPBVERSION, COMPILETIME, CS1);
}
