#include "npbparams.h"
#include "../common/type.h"
#define LX1 5
/* common /usrdati/ ; defined in every file, as old programs do */
double ta1[LELT_MAX][LX1][LX1][LX1];
double trhs[LELT_MAX][LX1][LX1][LX1];
double g[LX1][LX1];
int nelt, niter;
void setup(void);
void diffusion(int ifmortar);
void laplacian(double r[LX1][LX1][LX1], double u[LX1][LX1][LX1]);
void convect(logical ifmortar);
double norm2(void);
