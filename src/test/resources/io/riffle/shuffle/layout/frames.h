/* Calls whose effect no compiler can know: every variable handed to them lives in memory. */
void use(void *first, void *second, void *third);
double spin(double seed);

/* In both files, so that two functions of one name, file and line get different frames. */
static __attribute__((noinline)) double shared(double a) {
#ifdef WIDE
  double wide[8];
  use(wide, &a, 0);
#else
  use(&a, 0, 0);
#endif
  return a;
}
