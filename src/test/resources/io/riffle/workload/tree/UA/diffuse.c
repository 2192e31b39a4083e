#include "header.h"

void laplacian(double r[LX1][LX1][LX1], double u[LX1][LX1][LX1]) {
  int i, j, k, l;
  for (k = 0; k < LX1; k++) for (j = 0; j < LX1; j++) for (i = 0; i < LX1; i++) {
    double sum = 0.0;
    for (l = 0; l < LX1; l++) sum += g[i][l] * u[k][j][l] - g[l][j] * u[k][l][i] + g[k][l] * u[l][j][i];
    r[k][j][i] = sum;
  }
}

void diffusion(int ifmortar) {
  int e, it;
  for (it = 0; it < 20; it++)
    for (e = 0; e < nelt; e++) laplacian(trhs[e], ta1[e]);
}
