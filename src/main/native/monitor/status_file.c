#define _GNU_SOURCE
#include "status_file.h"

#include "base.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct status_file open_status_file(const char *path) {
  struct status_file file = {.path = path, .descriptor = -1};
  if (path == NULL) {
    return file;
  }
  if (asprintf(&file.aside, "%s.part", path) < 0) {
    die(EXIT_FAILED, "no memory for a path");
  }
  unlink(file.aside);
  file.descriptor = open(file.aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file.descriptor < 0 || (unlink(path) < 0 && errno != ENOENT)) {
    die(EXIT_NO_PROGRAM, "cannot write the status file '%s': %s", path, strerror(errno));
  }
  return file;
}

static bool is_owned(const struct status_file *file) {
  struct stat own;
  struct stat there;
  return fstat(file->descriptor, &own) == 0 && stat(file->aside, &there) == 0 &&
         own.st_ino == there.st_ino && own.st_dev == there.st_dev;
}

void write_status_file(struct status_file *file, pid_t pid, int status, int64_t cpu_ms) {
  if (file->path == NULL) {
    return;
  }
  FILE *out = fdopen(dup(file->descriptor), "w");
  if (out == NULL) {
    return;
  }
  if (status == UNKNOWN_STATUS) {
    print_end(out, "exited", pid, status, NULL);
  } else {
    print_exit(out, pid, status, file->timed ? cpu_ms : -1);
  }
  if (fclose(out) == 0 && is_owned(file)) {
    rename(file->aside, file->path);
  }
}
