/* The command line. */
#ifndef RIFFLE_OPTIONS_H
#define RIFFLE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum command { SPAWN, ATTACH, ADOPT, WAIT, STATE, PROFILE, VERSION };

/* Where a program is to be stopped. */
struct stop_request {
  const char *function; /* stop in it, or NULL */
  const char *place;    /* the same with the offset, for people */
  uint64_t offset;      /* of the instruction behind its entry, in bytes */
  uint64_t entry;       /* at which time it gets there, from 1 */
  int64_t after_ms;     /* stop after that time, or -1 */
};

struct options {
  enum command command;
  struct stop_request stop;
  const char *input;
  const char *output;
  const char *errors;
  const char *directory;
  const char *functions; /* file of names, one a line, to be profiled */
  int64_t from_ms;       /* CPU time from which they are watched */
  const char *status; /* absolute */
  int64_t timeout_ms; /* NEVER if none was given */
  bool leave_stopped;
  bool stay; /* in the foreground until the program has ended */
  pid_t pid;
  char **program; /* program and arguments, ended by NULL */
};

/* Reads the command line; a bad one ends the monitor with EXIT_USAGE and one sentence. */
struct options parse_options(int count, char **arguments);

#endif
