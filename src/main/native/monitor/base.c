#define _GNU_SOURCE
#include "base.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t ms_from_now(int64_t ms) {
  int64_t now = now_ms();
  return ms >= NEVER - now ? NEVER : now + ms;
}

void pause_ms(int64_t ms) {
  struct timespec rest = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  nanosleep(&rest, NULL);
}

static void print_sentence(const char *format, va_list arguments) {
  /* A line that others wrote to stdout comes first, so that logs read in order. */
  fflush(stdout);
  fputs("riffle-monitor: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
}

void complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_sentence(format, arguments);
  va_end(arguments);
}

void die(enum exit_code code, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_sentence(format, arguments);
  va_end(arguments);
  exit((int)code);
}

void *allocate(void *old, uint64_t size) {
  void *memory = realloc(old, size == 0 ? 1 : size);
  if (memory == NULL) {
    die(EXIT_FAILED, "no memory for %llu bytes", (unsigned long long)size);
  }
  return memory;
}

void reset_signals(void) {
  for (int signal_number = 1; signal_number < NSIG; signal_number++) {
    /* Refused for SIGKILL, SIGSTOP and those that libc keeps; that is as it should be. */
    signal(signal_number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}
