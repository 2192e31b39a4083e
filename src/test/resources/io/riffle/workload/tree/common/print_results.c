#include <stdlib.h>
#include <stdio.h>

void print_results(char *name, char class, int n1, int n2, int n3, int niter, double t, double mops,
                     char *optype, int passed_verification, char *npbversion, char *compiletime, char *cc) {
  printf("\n\n %s Benchmark Completed\n", name);
  printf(" Class           =                        %c\n", class);
  if (n2 == 0 && n3 == 0) printf(" Size            =             %12d\n", n1);
  else printf(" Size            =              %3dx%3dx%3d\n", n1, n2, n3);
  printf(" Iterations      =             %12d\n", niter);
  printf(" Time in seconds =             %12.2f\n", t);
  printf(" Mop/s total     =             %12.2f\n", mops);
  printf(" Operation type  = %24s\n", optype);
  if (passed_verification < 0) printf(" Verification    =            NOT PERFORMED\n");
  else if (passed_verification) printf(" Verification    =               SUCCESSFUL\n");
  else printf(" Verification    =             UNSUCCESSFUL\n");
  printf(" Version         =             %12s\n", npbversion);
  printf(" Compile date    =             %12s\n", compiletime);
  printf("\n Compile options:\n    CC           = %s\n", cc);
  printf("\n--------------------------------------\n Please send all errors/feedbacks to:\n\n");
}
