#include "frames.h"

typedef const volatile unsigned long counter;

enum colour { RED, GREEN };

struct pair {
  int left, right;
};

union word {
  long number;
  double real;
};

static inline double inlined(double *outer) {
  int inside;
  double other = 0;
  use(&other, &inside, outer);
  return other + inside;
}

double types(double real) {
  int number = 1;
  enum colour colour = RED;
  void *pointer = 0;
  counter count = 3;
  long double wide;
  struct pair pair;
  union word word;
  double array[3];
  double one[1];
  _Complex float complex;
  use(&number, &colour, &pointer);
  use((void *)&count, &wide, &pair);
  use(&word, array, one);
  use(&complex, &real, 0);
  return number + real + array[1];
}

double host(double real) {
  use(&real, 0, 0);
  return real + inlined(&real);
}

double spills(double a, double b, double c, double d) {
  double sum = spin(a);
  return sum + a * b + c * d;
}

double twins(double a) {
  { int twin; use(&twin, 0, 0); } { int twin[1]; use(twin, 0, 0); }
  return a;
}

long many(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
  use(&i, &j, 0);
  return a + b + c + d + e + f + g + h + i + j;
}

double aligned(double a) {
  double lane __attribute__((aligned(64))) = a;
  use(&lane, 0, 0);
  return lane;
}

double variable(int n) {
  double array[n];
  double tail = n;
  use(array, &tail, 0);
  return array[0] + tail;
}

static __attribute__((noinline)) int namesake(int a) {
  use(&a, 0, 0);
  return a;
}

int one(void) { return namesake(1) + (int)shared(1); }

double braced_below(
    double a,
    double b)
{
  volatile double kept = a;
  return kept * b;
}
