/* Commands for a process that another program started or restored. */
#define _GNU_SOURCE
#include "base.h"
#include "commands.h"
#include "reap.h"
#include "report.h"
#include "stay.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { POLL_MS = 20, SIGNAL_EXIT_BASE = 128 };

int run_adopt(const struct options *options) {
  struct status_file status_file = open_status_file(options->status);
  struct follower follower = {0, -1};
  if (options->stay) {
    follower = follow_process(options->pid);
    pass_signals_on_to(options->pid);
  }
  if (kill(options->pid, options->leave_stopped ? 0 : SIGCONT) < 0) {
    die(EXIT_NO_PROGRAM, "cannot adopt process %d: %s", options->pid, strerror(errno));
  }
  int status = reap(options->pid, &status_file, NEVER);
  if (options->stay) {
    stop_following(&follower);
    return tell_end(options->pid, status);
  }
  print_end(stdout, "exited", options->pid, status, NULL);
  if (status == UNKNOWN_STATUS) {
    complain("process %d ended, but it was not a child, so how is unknown", options->pid);
    return EXIT_FAILED;
  }
  return WIFSIGNALED(status) ? SIGNAL_EXIT_BASE + WTERMSIG(status) : WEXITSTATUS(status);
}

int run_wait(const struct options *options) {
  for (int64_t deadline = ms_from_now(options->timeout_ms);;) {
    FILE *file = fopen(options->status, "re");
    if (file != NULL) {
      char line[512];
      while (fgets(line, sizeof line, file) != NULL) {
        fputs(line, stdout);
      }
      fclose(file);
      return EXIT_DONE;
    }
    if (errno != ENOENT) {
      die(EXIT_NO_PROGRAM, "cannot read the status file '%s': %s", options->status, strerror(errno));
    }
    if (now_ms() >= deadline) {
      die(EXIT_TIMED_OUT, "no status file '%s' within %lld s: the program has not ended",
          options->status, (long long)(options->timeout_ms / 1000));
    }
    pause_ms(POLL_MS);
  }
}
