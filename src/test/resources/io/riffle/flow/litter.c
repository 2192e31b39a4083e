/* Writes a file beside itself and prints, at both of its two steps; the second time far too much. */
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) static void step(int mebibytes) {
  static char block[1 << 20];
  memset(block, '.', sizeof block);
  FILE *left = fopen("left.dat", "w");
  fputs("left\n", left);
  fclose(left);
  for (int i = 0; i < mebibytes; i++) {
    fwrite(block, sizeof block, 1, stdout);
  }
  fflush(stdout);
}

int main(int argc, char **argv) {
  (void)argv;
  step(argc);
  step(argc * 65);
  return 0;
}
