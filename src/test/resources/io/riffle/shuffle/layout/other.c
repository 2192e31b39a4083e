#define WIDE
#include "frames.h"

static __attribute__((noinline)) int namesake(int a) {
  int b[4];
  use(&a, b, 0);
  return a + b[1];
}

int two(void) { return namesake(2) + (int)shared(2); }

void use(void *first, void *second, void *third) {
  __asm__ volatile("" : : "r"(first), "r"(second), "r"(third) : "memory");
}

double spin(double seed) {
  __asm__ volatile("" : : : "memory");
  return seed;
}
