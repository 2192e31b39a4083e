/* Four threads that call work() all the time. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_long entered;
static long calls;

__attribute__((noinline)) long work(long seed) {
  entered++;
  long sum = seed;
  for (long i = 0; i < 2000; i++) {
    sum += i ^ (sum >> 3);
    __asm__ volatile("" : "+r"(sum));
  }
  return sum;
}

static void *run(void *unused) {
  (void)unused;
  for (long i = 0; i < calls; i++) {
    work(i);
  }
  return NULL;
}

int main(int count, char **arguments) {
  pthread_t threads[4];
  calls = atol(arguments[count - 1]);
  for (int i = 0; i < 4; i++) {
    pthread_create(&threads[i], NULL, run, NULL);
  }
  for (int i = 0; i < 4; i++) {
    pthread_join(threads[i], NULL);
  }
  printf("entered %ld\n", (long)entered);
  return 0;
}
