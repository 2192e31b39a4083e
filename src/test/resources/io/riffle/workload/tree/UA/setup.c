#include "header.h"

void setup() {
  int e, i, j, k;
  nelt = LELT_MAX;
  for (i = 0; i < LX1; i++) for (j = 0; j < LX1; j++) g[i][j] = 1.0 / (1 + i + j);
  for (e = 0; e < nelt; e++)
    for (k = 0; k < LX1; k++) for (j = 0; j < LX1; j++) for (i = 0; i < LX1; i++) {
      ta1[e][k][j][i] = 1.0 / (1.0 + e + k * 0.5 + j * 0.25 + i * 0.125);
      trhs[e][k][j][i] = 0.0;
    }
}
