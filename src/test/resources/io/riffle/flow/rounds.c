/* Calls work() as often as the first argument says and ends with the second one as its status; a
   third one lets a timer's signal come all the time. stderr tells each round before its call. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

static volatile sig_atomic_t alarms;

static void on_alarm(int signal_number) {
  (void)signal_number;
  alarms++;
}

__attribute__((noinline)) long work(long seed) {
  long sum = seed;
  for (long i = 0; i < 200000; i++) {
    sum += i ^ (sum >> 3);
    __asm__ volatile("" : "+r"(sum));
  }
  return sum;
}

__attribute__((noinline)) void never_called(void) { __asm__ volatile(""); }

int main(int count, char **arguments) {
  long rounds = atol(arguments[1]);
  long total = 0;
  if (count > 3) {
    struct itimerval often = {{0, 300}, {0, 300}};
    signal(SIGALRM, on_alarm);
    setitimer(ITIMER_REAL, &often, NULL);
  }
  if (rounds < 0) {
    never_called();
  }
  for (long i = 0; i < rounds; i++) {
    fprintf(stderr, "round %ld\n", i + 1);
    total += work(i);
  }
  printf("total %ld\nwork at %p\n", total, (void *)work);
  return atoi(arguments[2]);
}
