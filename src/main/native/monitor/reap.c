#define _GNU_SOURCE
#include "reap.h"

#include "base.h"
#include "report.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MS = 50 };

/* A process of others cannot be waited for, only be looked after. */
static void watch(pid_t pid) {
  int descriptor = (int)syscall(SYS_pidfd_open, pid, 0);
  if (descriptor >= 0) {
    struct pollfd end = {.fd = descriptor, .events = POLLIN};
    while (poll(&end, 1, -1) < 0 && errno == EINTR) {
    }
    close(descriptor);
    return;
  }
  while (kill(pid, 0) == 0 || errno == EPERM) {
    pause_ms(POLL_MS);
  }
}

static void wait_for_child_signal(int64_t deadline) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  int64_t left = deadline - now_ms();
  left = left > 60000 ? 60000 : left;
  struct timespec rest = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
  sigtimedwait(&child, NULL, &rest);
}

void reap_dead_threads(pid_t pid) {
  for (;;) {
    siginfo_t end = {0};
    if (waitid(P_ALL, 0, &end, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 || end.si_pid == 0 ||
        end.si_pid == pid) {
      return;
    }
    waitpid(end.si_pid, NULL, __WALL);
  }
}

static int64_t cpu_ms(const struct rusage *usage) {
  const struct timeval *user = &usage->ru_utime;
  const struct timeval *system = &usage->ru_stime;
  return (int64_t)(user->tv_sec + system->tv_sec) * 1000 +
         (user->tv_usec + system->tv_usec) / 1000;
}

int reap(pid_t pid, struct status_file *status_file, int64_t deadline) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, NULL);
  for (;;) {
    siginfo_t end = {0};
    reap_dead_threads(pid);
    struct rusage usage = {0};
    /* glibc's waitid() has no way to ask for the usage. */
    if (syscall(SYS_waitid, P_PID, pid, &end, WEXITED | WNOHANG | WNOWAIT, &usage) < 0) {
      watch(pid);
      write_status_file(status_file, pid, UNKNOWN_STATUS, -1);
      return UNKNOWN_STATUS;
    }
    if (end.si_pid == pid) {
      int status = end.si_code == CLD_EXITED ? end.si_status << 8 : end.si_status;
      write_status_file(status_file, pid, status, cpu_ms(&usage));
      waitpid(pid, NULL, 0);
      return status;
    }
    if (now_ms() >= deadline) {
      kill(pid, SIGKILL);
      deadline = NEVER;
    }
    wait_for_child_signal(deadline);
  }
}
