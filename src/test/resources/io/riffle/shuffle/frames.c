/*
 * A program of many frames: spills, scalars, arrays, structures, a variable-length array,
 * variable arguments, setjmp, recursion, a jump table, and a frame beyond the reach of short
 * displacements. Prints values that depend on all of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME __attribute__((noinline))

FRAME double mix(double a, double b, int k) {
  volatile double kept = a;
  volatile int also = k;
  return kept * b + also;
}

/* More live integers than registers. */
FRAME long integers(long a, long b, long c, long d, long e, long f, long g, long h) {
  long sum = 0;
  for (long i = 0; i < 9; i++) {
    long t0 = a * i + b, t1 = b * i ^ c, t2 = c + i * d, t3 = d - e * i, t4 = e ^ f;
    long t5 = f + g * i, t6 = g - h, t7 = h + a * i, t8 = t0 * t1, t9 = t2 * t3;
    sum += labs((long) mix(t0 & 0xff, t1 & 0xff, i));
    sum += t0 + t1 * 3 + t2 * 5 + t3 * 7 + t4 * 11 + t5 * 13 + t6 * 17 + t7 * 19 + t8 + t9;
    sum ^= (long) mix(t8 & 0xff, t9 & 0xff, (int) sum & 15);
    sum += t0 ^ t1 ^ t2 ^ t3 ^ t4 ^ t5 ^ t6 ^ t7 ^ t8 ^ t9;
    a += t9, b ^= t8, c += t7, d -= t6, e += t5, f ^= t4, g += t3, h -= t2;
  }
  return sum;
}

/* More live floating-point numbers than registers. */
FRAME double numbers(const double *p, int n) {
  double a = p[0], b = p[1], c = p[2], d = p[3], e = p[4], f = p[5], g = p[6], h = p[7];
  double i = p[8], j = p[9], k = p[10], l = p[11], m = p[12], o = p[13], q = p[14], r = p[15];
  double s = p[16], t = p[17], u = p[18], v = p[19];
  for (int x = 0; x < n; x++) {
    a += b * .5, b -= c * .25, c += d * .1, d -= e * .3, e += f * .2, f -= g * .15;
    g += h * .12, h -= i * .3, i += j * .4, j -= k * .2, k += l * .1, l -= m * .2;
    m += o * .3, o -= q * .2, q += r * .1, r -= s * .2, s += t * .3, t -= u * .1;
    u += v * .2, v -= mix(a, b, x) * 1e-3;
  }
  return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8 + i * 9 + j * 10 + k * 11
      + l * 12 + m * 13 + o * 14 + q * 15 + r * 16 + s * 17 + t * 18 + u * 19 + v * 20;
}

FRAME int choose(int which, int n) {
  int result = n, weight = which * 3;
  char text[32];
  snprintf(text, sizeof text, "%d", n);
  switch (which) {
    case 0: result += 3; break;
    case 1: result = result * n + (int) integers(1, 2, 3, 4, 5, 6, 7, n); break;
    case 2: result -= 5; break;
    case 3: result ^= 7; break;
    case 4: result = (int) integers(n, n, n, n, n, n, n, n) + result; break;
    default: result = 1;
  }
  return result + which + weight + (int) strlen(text);
}

FRAME int variable_length(int n) {
  int values[n];
  int x = n, y = n * 2, sum = 0;
  for (int i = 0; i < n; i++) values[i] = i * x + y;
  for (int i = 0; i < n; i++) sum += values[i];
  return sum + x - y;
}

FRAME int variable_arguments(int n, ...) {
  va_list arguments;
  int sum = 0;
  va_start(arguments, n);
  for (int i = 0; i < n; i++) sum += va_arg(arguments, int);
  va_end(arguments);
  return sum;
}

static jmp_buf before;

FRAME void leave(int k) {
  if (k > 3) longjmp(before, k);
}

FRAME int jumps(int n) {
  volatile int count = 0;
  volatile long sum = 77;
  if (setjmp(before) == 0) {
    for (int i = 0; i < n; i++) {
      count = i;
      sum += i;
      leave(i);
    }
  }
  return count * 1000 + (int) sum;
}

FRAME int recurse(int n, int a, int b) {
  int x = n * a, y = b ^ n, z = x - y;
  if (n <= 0) return x + y;
  int deeper = recurse(n - 1, y, x);
  return deeper * 31 + x + y + z;
}

FRAME void add(int *to, const int *from) {
  *to += *from;
}

FRAME int addresses(int n) {
  int a = n, b = 3 * n, c = n ^ 5;
  for (int i = 0; i < n; i++) {
    add(&a, &b);
    c += a;
  }
  return a + b + c;
}

FRAME double large(int n) {
  double values[3000];
  double p = 1, q = 2, r = 3, s = 4, sum = 0;
  for (int i = 0; i < n; i++) {
    values[i] = mix(p, q, i);
    p += q * 1e-3, q -= r * 1e-3, r += s * 1e-4, s -= p * 1e-3;
  }
  for (int i = 0; i < n; i++) sum += values[i];
  return sum + p + q + r + s;
}

struct both {
  int a, b;
  double d;
};

FRAME struct both make(int n) {
  struct both made = {n, n + 1, n * .5};
  return made;
}

FRAME double structures(int n) {
  struct both s = make(n), t = make(n + 1);
  float f = n;
  short h = n;
  char c = n;
  unsigned char u = n * 3;
  return s.a + t.b + s.d * t.d + f + h + c + u;
}

FRAME void all(int n) {
  double p[20];
  for (int i = 0; i < 20; i++) p[i] = i * .37 + n;
  printf("%ld\n", integers(1, 2, 3, 4, 5, 6, 7, n));
  printf("%.12g\n", numbers(p, 100));
  for (int k = 0; k < 6; k++) printf("%d ", choose(k, n));
  printf("\n%d %d %d\n", variable_length(n), variable_arguments(4, 1, 2, 3, n), jumps(n));
  printf("%d %d\n", recurse(20, n, 3), addresses(n));
  printf("%.12g %.12g\n", large(2000 + n), structures(n));
}

/* The argument is how often to do it all. */
int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1;
  for (int round = 0; round < rounds; round++) all(round % 20 + 9);
  return 0;
}
