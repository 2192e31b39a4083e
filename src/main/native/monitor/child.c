#define _GNU_SOURCE
#include "child.h"

#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_BEFORE_EXEC = 127 };

static int open_or_die(const char *path, int flags) {
  int descriptor = open(path, flags | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    die(EXIT_NO_PROGRAM, "cannot open '%s' for the program: %s", path, strerror(errno));
  }
  return descriptor;
}

/* A name without a slash is searched along PATH, as a shell does. */
static char *find_along_path(const char *name) {
  const char *search = getenv("PATH");
  for (const char *start = search; start != NULL && *start != '\0';) {
    size_t length = strcspn(start, ":");
    char candidate[PATH_MAX];
    snprintf(candidate, sizeof candidate, "%.*s/%s", (int)length, start, name);
    if (length > 0 && access(candidate, X_OK) == 0) {
      return realpath(candidate, NULL);
    }
    start += length + (start[length] == ':');
  }
  return NULL;
}

static char *find_program(const char *name) {
  if (strchr(name, '/') == NULL) {
    char *found = find_along_path(name);
    if (found == NULL) {
      die(EXIT_NO_PROGRAM, "no program '%s' along PATH: give a path with a slash", name);
    }
    return found;
  }
  char *found = realpath(name, NULL);
  struct stat facts;
  if (found == NULL || stat(found, &facts) < 0) {
    die(EXIT_NO_PROGRAM, "no program '%s': %s", name, strerror(errno));
  }
  if (!S_ISREG(facts.st_mode) || access(found, X_OK) < 0) {
    die(EXIT_NO_PROGRAM, "program '%s' is not an executable file", name);
  }
  return found;
}

struct launch prepare_launch(const struct options *options) {
  const int fresh = O_WRONLY | O_CREAT | O_TRUNC;
  struct launch launch = {
      .path = find_program(options->program[0]),
      .arguments = options->program,
      .streams = {-1, STDOUT_FILENO, STDERR_FILENO},
      .directory = -1,
  };
  launch.streams[0] = open_or_die(options->input != NULL ? options->input : "/dev/null", O_RDONLY);
  if (options->output != NULL) {
    launch.streams[1] = open_or_die(options->output, fresh);
  }
  if (options->errors != NULL) {
    /* One file for both is opened once, so that neither writes over the other. */
    bool same = options->output != NULL && strcmp(options->output, options->errors) == 0;
    launch.streams[2] = same ? launch.streams[1] : open_or_die(options->errors, fresh);
  }
  if (options->directory != NULL) {
    launch.directory = open_or_die(options->directory, O_RDONLY | O_DIRECTORY);
  }
  return launch;
}

static noreturn void fail_in_child(int errors, const char *what) {
  dprintf(errors, "%s: %s", what, strerror(errno));
  _exit(EXIT_BEFORE_EXEC);
}

static noreturn void run_child(const struct launch *launch, int gate, int errors) {
  reset_signals();
  setsid();
  /* Descriptors above stderr all are close-on-exec; the streams are so no longer as 0, 1 and 2. */
  for (int stream = 0; stream < 3; stream++) {
    if (launch->streams[stream] != stream && dup2(launch->streams[stream], stream) < 0) {
      fail_in_child(errors, "cannot redirect");
    }
  }
  if (launch->directory >= 0 && fchdir(launch->directory) < 0) {
    fail_in_child(errors, "cannot change the directory");
  }
  close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  char byte;
  if (read(gate, &byte, 1) != 1) {
    _exit(EXIT_BEFORE_EXEC);
  }
  execv(launch->path, launch->arguments);
  fail_in_child(errors, "cannot execute");
}

struct child start_child(const struct launch *launch) {
  int gate[2];
  int errors[2];
  if (pipe2(gate, O_CLOEXEC) < 0 || pipe2(errors, O_CLOEXEC) < 0) {
    die(EXIT_FAILED, "cannot make a pipe: %s", strerror(errno));
  }
  pid_t pid = fork();
  if (pid < 0) {
    die(EXIT_FAILED, "cannot fork: %s", strerror(errno));
  }
  if (pid == 0) {
    close(gate[1]);
    run_child(launch, gate[0], errors[1]);
  }
  close(gate[0]);
  close(errors[1]);
  return (struct child){.pid = pid, .gate = gate[1], .errors = errors[0]};
}

void open_gate(struct child *child) {
  if (write(child->gate, "", 1) != 1) {
    die(EXIT_FAILED, "the program's process died before it began: %s", strerror(errno));
  }
  close(child->gate);
}

void require_exec(struct child *child, const char *path) {
  char sentence[256];
  ssize_t length = read(child->errors, sentence, sizeof sentence - 1);
  close(child->errors);
  if (length > 0) {
    sentence[length] = '\0';
    waitpid(child->pid, NULL, 0);
    die(EXIT_NO_PROGRAM, "program '%s' does not start: %s", path, sentence);
  }
}
