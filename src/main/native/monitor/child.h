/* Starting the program: what has to be checked before, and what happens between fork and exec. */
#ifndef RIFFLE_CHILD_H
#define RIFFLE_CHILD_H

#include "options.h"

/* Everything that the child needs, opened and found while errors still are easy to tell. */
struct launch {
  char *path; /* of the program, absolute */
  char **arguments;
  int streams[3]; /* stdin, stdout, stderr */
  int directory;  /* to change to, or -1 */
};

/* Ends the monitor with EXIT_NO_PROGRAM if something is missing. */
struct launch prepare_launch(const struct options *options);

/* A child that waits in front of its exec. */
struct child {
  pid_t pid;
  int gate;   /* a byte written here lets it exec */
  int errors; /* read end: a sentence if it could not exec, otherwise it closes */
};

/* Forks the child into a session of its own. */
struct child start_child(const struct launch *launch);

/* Lets the child exec; it may be traced by now. */
void open_gate(struct child *child);

/* Waits until the exec has happened; if it failed, ends the monitor with EXIT_NO_PROGRAM. */
void require_exec(struct child *child, const char *path);

#endif
