#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "adc.h"
#include "macrodef.h"

long long WriteViewToDisk(FILE *out, treeNode *root) {
  long long sum;
  if (!root) return 0;
  sum = WriteViewToDisk(out, root->left);
  fwrite(&root->count, sizeof root->count, 1, out);
  sum = (sum * 31 + root->key * 7 + root->count) % 1000000007LL;
  return (sum + WriteViewToDisk(out, root->right)) % 1000000007LL;
}

static long long computeView(ADC_PAR *par, FILE *in, FILE *out, unsigned int mask, treeNode **root) {
  unsigned int tuple[MAX_NUMBER_OF_DIMENSIONS];
  rewind(in);
  while (fread(tuple, sizeof tuple[0], par->dim, in) == par->dim) {
    unsigned int key = 0;
    int j;
    for (j = 0; j < par->dim; j++) if (mask >> j & 1) key = key * 7 + tuple[j];
    *root = TreeInsert(*root, key);
  }
  return WriteViewToDisk(out, *root);
}

/* One view for each set of attributes; the files stay open from the first to the last. */
int32 DC(ADC_PAR *par) {
  char name[300];
  FILE *in, *out;
  unsigned int mask;
  long long checksum = 0;
  sprintf(name, "%s.dat.%d", par->filename, 0);
  in = fopen(name, "rb");
  sprintf(name, "%s.view.dat", par->filename);
  out = fopen(name, "wb+");
  if (in == NULL || out == NULL) {
    PutErrMsg("DC: cannot open files")
    exit(1);
  }
  for (mask = 1; mask < (1u << par->dim); mask++) {
    treeNode *root = NULL;
    checksum = (checksum * 17 + computeView(par, in, out, mask, &root)) % 1000000007LL;
  }
  fclose(in);
  fflush(out);
  fprintf(stdout, " Bytes of views = %ld\n Checksum = %lld\n", ftell(out), checksum);
  fclose(out);
  return checksum != 0;
}
