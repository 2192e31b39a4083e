#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "adc.h"
#include "macrodef.h"

static unsigned int state = 314159265;

/* Writes the tuples to a file in the working directory. */
int32 GenerateADC(ADC_PAR *par) {
  char name[300];
  FILE *out;
  int i, j;
  sprintf(name, "%s.dat.%d", par->filename, 0);
  if ((out = fopen(name, "wb")) == NULL) {
    PutErrMsg("GenerateADC: cannot open file")
    return 0;
  }
  for (i = 0; i < par->tuplenum; i++) {
    for (j = 0; j < par->dim; j++) {
      unsigned int value;
      state = state * 1664525u + 1013904223u;
      value = (state >> 16) % 7;
      fwrite(&value, sizeof value, 1, out);
    }
  }
  fclose(out);
  fprintf(stdout, "\n Generated %d tuples of %d attributes\n", par->tuplenum, par->dim);
  return 1;
}
