/* A program with some state, which changes one thing of it when it gets SIGUSR1: the word in `act`. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t asked;
static int file;

static void ask(int number) {
  (void)number;
  asked = 1;
}

static void other(int number) { (void)number; }

static void *idle(void *nothing) {
  for (;;) {
    pause();
  }
  return nothing;
}

static void act(const char *word) {
  sigset_t set;
  pthread_t thread;
  struct rlimit limit = {100, 200};
  if (strcmp(word, "close") == 0) close(file);
  if (strcmp(word, "seek") == 0) lseek(file, 1, SEEK_SET);
  if (strcmp(word, "append") == 0) fcntl(file, F_SETFL, O_APPEND);
  if (strcmp(word, "chdir") == 0 && chdir("/") != 0) perror("chdir");
  if (strcmp(word, "umask") == 0) umask(0);
  if (strcmp(word, "mask") == 0) {
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
  }
  if (strcmp(word, "handler") == 0) signal(SIGUSR2, other);
  if (strcmp(word, "limit") == 0) setrlimit(RLIMIT_NOFILE, &limit);
  if (strcmp(word, "map") == 0) mmap(NULL, 1 << 16, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (strcmp(word, "round") == 0) fesetround(FE_UPWARD);
  if (strcmp(word, "raise") == 0) feraiseexcept(FE_DIVBYZERO);
  if (strcmp(word, "thread") == 0) pthread_create(&thread, NULL, idle, NULL);
}

__attribute__((noinline)) void wait_a_little(void) {
  struct timespec rest = {0, 2000000};
  nanosleep(&rest, NULL);
}

int main(void) {
  file = open("state-file", O_RDWR | O_CREAT, 0600);
  if (write(file, "0123456789", 10) != 10) return 1;
  signal(SIGUSR1, ask);
  signal(SIGUSR2, ask);
  fesetround(FE_DOWNWARD);
  for (;;) {
    wait_a_little();
    if (asked) {
      char word[32] = "";
      int in = open("act", O_RDONLY);
      if (read(in, word, sizeof word - 1) < 0) return 2;
      close(in);
      act(word);
      asked = 0;
      close(open("/root/acted", O_WRONLY | O_CREAT, 0600));
    }
  }
}
