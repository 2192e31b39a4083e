#include <math.h>
#include "header.h"

void convect(logical ifmortar) {
  int e, i;
  double *a = &ta1[0][0][0][0], *b = &trhs[0][0][0][0];
  for (e = 0; e < nelt; e++)
    for (i = 0; i < LX1 * LX1 * LX1; i++)
      a[e * 125 + i] = 0.9 * a[e * 125 + i] + 0.01 * b[e * 125 + i];
}

double norm2() {
  int i;
  double sum = 0.0, *a = &ta1[0][0][0][0];
  for (i = 0; i < nelt * LX1 * LX1 * LX1; i++) sum += a[i] * a[i];
  return sqrt(sum);
}
