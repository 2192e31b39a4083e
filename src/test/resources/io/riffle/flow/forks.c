/*
 * Forks, round after round in each of two threads; parent and child call work() at once, whichever
 * comes first. Prints how many children did not end well.
 */
#define _DEFAULT_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_int failures;
static int rounds;

__attribute__((noinline)) long work(long seed) {
  __asm__ volatile("" : "+r"(seed));
  return seed;
}

static void *fork_often(void *unused) {
  for (int i = 0; i < rounds; i++) {
    pid_t child = fork();
    work(i);
    if (child == 0) {
      _exit(0);
    }
    int status;
    failures += waitpid(child, &status, 0) < 0 || status != 0;
  }
  return unused;
}

int main(int argc, char **argv) {
  rounds = argc > 1 ? atoi(argv[1]) : 50;
  pthread_t other;
  pthread_create(&other, NULL, fork_often, NULL);
  fork_often(NULL);
  pthread_join(other, NULL);
  printf("failures %d\n", failures);
  return 0;
}
