/* Staying in the foreground of a terminal while a program runs elsewhere. */
#ifndef RIFFLE_STAY_H
#define RIFFLE_STAY_H

#include "options.h"

#include <sys/types.h>

/* A process that shows what the program writes to files, as it comes. */
struct follower {
  pid_t pid; /* 0 if there is nothing to follow */
  int alive; /* closed when the program has ended */
};

/* Follows the files that a program about to be started will write to, from their start. */
struct follower follow_new(const struct options *options);

/* Follows the files that a process has open as stdout and stderr, from where it stands. */
struct follower follow_process(pid_t pid);

/* Shows what is left, and ends. */
void stop_following(struct follower *follower);

/* From now on passes on what a terminal sends: Ctrl-C, a hang-up. One that stands is continued. */
void pass_signals_on_to(pid_t pid);

/* Tells people how the process ended; returns the exit code that a shell would give it. */
int tell_end(pid_t pid, int status);

#endif
