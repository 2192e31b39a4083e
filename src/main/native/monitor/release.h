/* Ending the tracing of a target: left stopped, or left running. */
#ifndef RIFFLE_RELEASE_H
#define RIFFLE_RELEASE_H

#include "target.h"

/*
 * Stops the whole target by SIGSTOP without one more instruction executed, `tid` being the thread
 * that obeys first, removes the breakpoint, detaches from all threads and waits until the kernel
 * shows each of them as stopped. Gives the pc of `tid`. False if the target ended or time ran out.
 */
bool freeze(struct target *target, pid_t tid, uint64_t *pc);

/* Detaches from all threads, which run on: no breakpoint is left, and no signal is lost. */
void let_go(struct target *target);

#endif
