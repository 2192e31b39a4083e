#define _GNU_SOURCE
#include "stay.h"

#include "base.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POLL_MS = 50, CHUNK = 1 << 16, SIGNAL_EXIT_BASE = 128 };

static const int terminal_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

enum { TERMINAL_SIGNALS = sizeof terminal_signals / sizeof *terminal_signals };

static volatile pid_t cared_for;

static bool is_same(int one, int other) {
  struct stat a;
  struct stat b;
  return fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

/* What the program writes to the very file that this process writes to needs no showing. */
static bool is_own(int descriptor) {
  return is_same(descriptor, STDOUT_FILENO) || is_same(descriptor, STDERR_FILENO);
}

/* Opens a regular file for reading at a place; -1 if it is something else. */
static int open_at(const char *path, off_t position) {
  struct stat facts;
  if (stat(path, &facts) < 0 || !S_ISREG(facts.st_mode)) {
    return -1;
  }
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0 && (is_own(descriptor) || lseek(descriptor, position, SEEK_SET) < 0)) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

static void show(int from, int to) {
  static char chunk[CHUNK];
  for (ssize_t length; (length = read(from, chunk, sizeof chunk)) > 0;) {
    for (ssize_t done = 0; done < length;) {
      ssize_t written = write(to, chunk + done, (size_t)(length - done));
      if (written < 0) {
        return;
      }
      done += written;
    }
  }
}

static noreturn void follow(int out, int errors, int alive) {
  for (int i = 0; i < TERMINAL_SIGNALS; i++) {
    signal(terminal_signals[i], SIG_IGN);
  }
  struct pollfd end = {.fd = alive, .events = POLLIN};
  for (int ended = 0; !ended;) {
    ended = poll(&end, 1, POLL_MS) > 0;
    if (out >= 0) {
      show(out, STDOUT_FILENO);
    }
    if (errors >= 0) {
      show(errors, STDERR_FILENO);
    }
  }
  _exit(EXIT_DONE);
}

/* Takes -1 for what is not to be followed; one file for both is shown once. */
static struct follower start(int out, int errors) {
  int alive[2];
  struct follower follower = {0, -1};
  if (out >= 0 && errors >= 0 && is_same(out, errors)) {
    errors = -1;
  }
  if (out < 0 && errors < 0) {
    return follower;
  }
  if (pipe2(alive, O_CLOEXEC) < 0 || (follower.pid = fork()) < 0) {
    die(EXIT_FAILED, "cannot follow the program's output: %s", strerror(errno));
  }
  if (follower.pid == 0) {
    close(alive[1]);
    follow(out, errors, alive[0]);
  }
  close(alive[0]);
  follower.alive = alive[1];
  return follower;
}

static int open_new(const char *path) { return path == NULL ? -1 : open_at(path, 0); }

struct follower follow_new(const struct options *options) {
  return start(open_new(options->output), open_new(options->errors));
}

static int open_stream(pid_t pid, int stream) {
  char path[64];
  long long position = 0;
  snprintf(path, sizeof path, "/proc/%d/fdinfo/%d", pid, stream);
  FILE *info = fopen(path, "re");
  if (info == NULL || fscanf(info, "pos: %lld", &position) != 1) {
    position = 0;
  }
  if (info != NULL) {
    fclose(info);
  }
  snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, stream);
  return open_at(path, (off_t)position);
}

struct follower follow_process(pid_t pid) {
  return start(open_stream(pid, STDOUT_FILENO), open_stream(pid, STDERR_FILENO));
}

void stop_following(struct follower *follower) {
  if (follower->pid > 0) {
    close(follower->alive);
    while (waitpid(follower->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    follower->pid = 0;
  }
}

static void pass_on(int signal_number) {
  kill(cared_for, signal_number);
  kill(cared_for, SIGCONT);
}

void pass_signals_on_to(pid_t pid) {
  cared_for = pid;
  for (int i = 0; i < TERMINAL_SIGNALS; i++) {
    struct sigaction action = {.sa_handler = pass_on};
    sigaction(terminal_signals[i], &action, NULL);
  }
}

int tell_end(pid_t pid, int status) {
  if (status == UNKNOWN_STATUS) {
    complain("process %d has ended; it was not a child, so how is unknown", pid);
    return EXIT_FAILED;
  }
  if (WIFSIGNALED(status)) {
    complain("process %d was ended by signal %d%s", pid, WTERMSIG(status),
             WTERMSIG(status) == SIGKILL ? ", as a dump does" : "");
    return SIGNAL_EXIT_BASE + WTERMSIG(status);
  }
  complain("process %d has ended (exit status %d)", pid, WEXITSTATUS(status));
  return WEXITSTATUS(status);
}
