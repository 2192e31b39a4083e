// Three threads whose stacks are hard to walk: one inside a library's callback, inside a signal
// handler, inside a recursion; one inside the vDSO; one waiting in the C library.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

__attribute__((noinline)) static int compare(const void *one, const void *other) {
  puts("ready");
  fflush(stdout);
  for (;;) {
    pause();
  }
}

__attribute__((noinline)) static void handle(int signal) {
  int values[] = {signal, 1};
  qsort(values, 2, sizeof *values, compare);
  printf("%d\n", values[0]);
}

__attribute__((noinline)) static int deep(int levels) {
  volatile int mine = levels;
  if (levels == 0) {
    raise(SIGUSR1);
    return mine;
  }
  return deep(levels - 1) + mine;
}

static void *ticking(void *unused) {
  struct timespec now;
  for (;;) {
    clock_gettime(CLOCK_MONOTONIC, &now);
  }
}

static void *waiting(void *unused) {
  pthread_mutex_lock(&mutex);
  for (;;) {
    pthread_cond_wait(&never, &mutex);
  }
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, ticking, NULL);
  pthread_create(&thread, NULL, waiting, NULL);
  sleep(1);
  signal(SIGUSR1, handle);
  return deep(5);
}
