/* Never ends. */
static volatile long steps;

__attribute__((noinline)) static void step(void) { steps++; }

int main(void) {
  for (;;) {
    step();
  }
}
