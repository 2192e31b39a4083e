#ifndef __PRINT_RESULTS_H
#define __PRINT_RESULTS_H
void print_results(char *name, char class, int n1, int n2, int n3, int niter, double t, double mops,
                   char *optype, int passed_verification, char *npbversion, char *compiletime, char *cc);
#endif
