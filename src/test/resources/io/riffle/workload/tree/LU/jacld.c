#include "applu.incl"

void jacld(int k) {
  int i, j, m;
  for (j = 1; j < ISIZ2 - 1; j++) for (i = 1; i < ISIZ1 - 1; i++) for (m = 0; m < 5; m++)
    d[j][i][m] = 1.0 / (2.0 + u[k][j][i][m] * u[k][j][i][m]);
}
