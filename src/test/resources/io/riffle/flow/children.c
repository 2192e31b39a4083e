/* Calls work() twenty times, and again in a forked and in a vforked child after each. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noinline)) long work(long seed) {
  __asm__ volatile("" : "+r"(seed));
  return seed;
}

static int failed(pid_t child) {
  int status;
  return waitpid(child, &status, 0) < 0 || status != 0;
}

int main(void) {
  int failures = 0;
  for (int i = 0; i < 20; i++) {
    work(i);
    pid_t child = fork();
    if (child == 0) {
      work(i);
      _exit(0);
    }
    failures += failed(child);
    child = vfork();
    if (child == 0) {
      work(i);
      _exit(0);
    }
    failures += failed(child);
  }
  printf("failures %d\n", failures);
  return 0;
}
