#include "applu.incl"

static double pivot(double v[5], double w[5]) {
  int m;
  double sum = 0.0;
  for (m = 0; m < 5; m++) sum += v[m] / (1.0 + w[m] * w[m]);
  return sum;
}

void blts(int k) {
  int i, j, m;
  for (j = 1; j < ISIZ2 - 1; j++) for (i = 1; i < ISIZ1 - 1; i++) {
    double p = pivot(rsd[k - 1][j][i], d[j][i]) + pivot(rsd[k][j - 1][i], d[j][i]) + pivot(rsd[k][j][i - 1], d[j][i]);
    for (m = 0; m < 5; m++) rsd[k][j][i][m] = 0.9 * rsd[k][j][i][m] + 0.01 * d[j][i][m] * p;
  }
}

void buts(int k) {
  int i, j, m;
  for (j = ISIZ2 - 2; j > 0; j--) for (i = ISIZ1 - 2; i > 0; i--) {
    double p = pivot(rsd[k + 1][j][i], d[j][i]) + pivot(rsd[k][j + 1][i], d[j][i]) + pivot(rsd[k][j][i + 1], d[j][i]);
    for (m = 0; m < 5; m++) rsd[k][j][i][m] = 0.9 * rsd[k][j][i][m] + 0.01 * d[j][i][m] * p;
  }
}
