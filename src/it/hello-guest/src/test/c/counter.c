#include <stdio.h>

// At -O2 a small static function is inlined and has no entry to stop at; so this one is not.
__attribute__((noinline)) static unsigned step(unsigned value, int i) {
  return value * 31 + (unsigned)i;
}

int main(void) {
  unsigned value = 1;
  for (int i = 0; i < 100; i++) {
    value = step(value, i);
    printf("%d %u\n", i, value);
  }
  return 0;
}
