/* Never ends, and has a longer name than the kernel keeps. */
#include <stdlib.h>

static volatile long steps;

__attribute__((noinline)) static void step(void) { steps++; }

__attribute__((noinline)) static void never(void) { abort(); }

int main(void) {
  for (;;) {
    step();
    if (steps < 0) {
      never();
    }
  }
}
