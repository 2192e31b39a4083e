#include <stdio.h>

/* Prints the sum of the first hundred numbers. */
int main(void) {
  int sum = 0;
  for (int i = 1; i <= 100; i++) sum += i;
  printf("%d\n", sum);
  return 0;
}
