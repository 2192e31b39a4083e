/* Running a target to the place where it is to be stopped, and leaving it stopped there. */
#ifndef RIFFLE_STOP_H
#define RIFFLE_STOP_H

#include "options.h"
#include "target.h"

enum outcome {
  STOPPED,   /* stopped by SIGSTOP at the place, no longer traced */
  ENDED,     /* it ended before */
  TIMED_OUT, /* the deadline passed; it is still traced */
  CANCELLED, /* a signal asks to let go; it is still traced */
};

struct stop_place {
  uint64_t entries; /* how often the function was entered */
  pid_t tid;        /* the thread that was at the place */
  uint64_t pc;
};

/*
 * Resolves the function in the program that the target runs now and plants the breakpoint. All
 * threads stand. False if this program has no such function.
 */
bool aim(struct target *target, const struct stop_request *request);

/* Runs the target, whose threads stand or will report, until the outcome is known. */
enum outcome run_to_stop(struct target *target, const struct stop_request *request,
                         struct stop_place *place);


#endif
