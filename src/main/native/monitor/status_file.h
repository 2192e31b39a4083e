/* The file that tells how a process ended. */
#ifndef RIFFLE_STATUS_FILE_H
#define RIFFLE_STATUS_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The file is written aside and renamed, so that it never is half. Whoever opened the same path last
 * owns it: the end of an earlier process that comes late is dropped.
 */
struct status_file {
  const char *path; /* NULL if none is wanted */
  char *aside;
  int descriptor;
  bool timed; /* the CPU time is written, too: for programs that nobody has stopped */
};

/* Removes what an earlier run left; ends the monitor if the file could not be written later. */
struct status_file open_status_file(const char *path);

/*
 * Writes the line about the end of the process; `status` is that of waitpid or UNKNOWN_STATUS, and
 * the CPU time in milliseconds is negative if it is unknown.
 */
void write_status_file(struct status_file *file, pid_t pid, int status, int64_t cpu_ms);

#endif
