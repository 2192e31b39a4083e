/* Functions whose ends and spills are alike, so that clang -Oz shares them by calls to code of no frame of its own. */
#include <stdio.h>

#define FRAME __attribute__((noinline))
typedef unsigned long word;

FRAME word mark(word value) {
  __asm__ volatile("" : "+r"(value) : : "memory");
  return value * 31 + 7;
}

#define MAKE(name, factor)                                                                              \
  FRAME word name(word seed, int depth) {                                                               \
    word a = mark(seed), b = mark(a * factor), c = mark(b + a), d = mark(c ^ b), e = mark(d), f = mark(e);   \
    word g = mark(f + a), h = mark(g ^ b), i = mark(h + c), j = mark(i ^ d), k = mark(j + e);             \
    if (depth > 0) k += name(k ^ a, depth - 1);                                                         \
    a += mark(k), b ^= mark(a), c += mark(b), d ^= mark(c);                                             \
    return a + b * 3 + c * 5 + d * 7 + e * 11 + f * 13 + g * 17 + h * 19 + i * 23 + j * 29 + k * 31;    \
  }

MAKE(first, 3)
MAKE(second, 5)
MAKE(third, 7)
MAKE(fourth, 11)
MAKE(fifth, 13)

int main(void) {
  printf("%lx\n", first(1, 3) + second(2, 3) + third(3, 3) + fourth(4, 3) + fifth(5, 3));
  return 0;
}
