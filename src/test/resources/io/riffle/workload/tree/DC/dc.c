/* The data cube's driver, in the manner of the original. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "adc.h"
#include "macrodef.h"
#include "npbparams.h"
#ifdef UNIX
#include <sys/types.h>
#include <unistd.h>
#endif

extern void timer_clear(int); extern void timer_start(int); extern void timer_stop(int);
extern double timer_read(int);
extern void c_print_results();

int main(int argc, char *argv[]) {
  ADC_PAR *parp;
  int verified;
  FILE *file;
  fprintf(stdout, "\n\n NAS Parallel Benchmarks (NPB3.3-SER-C) - DC Benchmark\n\n");
  if (argc != 3) fprintf(stdout, " No Parameter file. Using compiled defaults\n");
  if (!(parp = (ADC_PAR *)malloc(sizeof(ADC_PAR)))) exit(1);
  parp->clss = CLASS;
  parp->dim = attrnum;
  parp->tuplenum = input_tuples;
  strcpy(parp->filename, "ADC");
  if ((file = fopen("ADC.par", "r")) != NULL) {
    fprintf(stdout, " ADC.par is there\n");
    fclose(file);
  }
  if (!GenerateADC(parp)) exit(1);
  timer_clear(0);
  timer_start(0);
  verified = DC(parp);
  timer_stop(0);
  fprintf(stdout, "\n*** DC Benchmark Results:\n Benchmark Time   = %20.3f\n", timer_read(0));
  fprintf(stdout, " Input Tuples     =         %12d\n", parp->tuplenum);
  fprintf(stdout, " Tuples/s         = %20.2f\n", parp->tuplenum / (timer_read(0) + 1e-9));
  c_print_results("DC", CLASS, parp->tuplenum, 0, 0, 1, timer_read(0),
                  parp->tuplenum * 1e-6 / (timer_read(0) + 1e-9), "Tuples generated", verified, NPBVERSION,
                  COMPILETIME, CS1);
  free(parp);
  return 0;
}
