/* Stands in for the public tree's setparams: writes npbparams.h as that one does, and needs make.def. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *def_cc = "(none)";

main(argc, argv)
int argc;
char *argv[];
{
  FILE *fp;
  char line[512], cc[512], when[64];
  time_t t;
  char class;
  if (argc != 3) {
    printf("Usage: %s benchmark-name class\n", argv[0]);
    exit(1);
  }
  class = *argv[2];
  if ((fp = fopen("../config/make.def", "r")) == NULL) {
    fprintf(stderr, "setparams: File %s doesn't exist.\n", "../config/make.def");
    exit(1);
  }
  strcpy(cc, def_cc);
  while (fgets(line, sizeof line, fp)) {
    if (!strncmp(line, "CC", 2)) sscanf(line, "CC = %s", cc);
  }
  fclose(fp);
  if ((fp = fopen("npbparams.h", "w")) == NULL) exit(1);
  fprintf(fp, "/* CLASS = %c */\n", class);
  if (!strcmp(argv[1], "dc") || !strcmp(argv[1], "DC")) {
    fprintf(fp, "long long int input_tuples=%d, attrnum=%d;\n", class == 'S' ? 1000 : 100000, class == 'S' ? 5 : 10);
  } else if (!strcmp(argv[1], "ep") || !strcmp(argv[1], "EP")) {
    fprintf(fp, "#define M  %d\n", class == 'S' ? 18 : 20);
  } else if (!strcmp(argv[1], "lu") || !strcmp(argv[1], "LU")) {
    fprintf(fp, "#define ISIZ1  12\n#define ISIZ2  12\n#define ISIZ3  12\n#define ITMAX_DEFAULT  %d\n", class == 'S' ? 150 : 1500);
  } else {
    fprintf(fp, "#define LELT_MAX %d\n#define NMXH %d\n#define REFINE_MAX 4\n", class == 'S' ? 250 : 700, class == 'S' ? 10 : 20);
  }
  fprintf(fp, "#define CLASS '%c'\n", class);
  t = time(NULL);
  strftime(when, sizeof when, "%d %b %Y", localtime(&t));
  fprintf(fp, "#define COMPILETIME \"%s\"\n#define NPBVERSION \"3.3.1\"\n#define CS1 \"%s\"\n", when, cc);
  fclose(fp);
  return 0;
}
