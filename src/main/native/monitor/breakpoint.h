/* The breakpoint at a function's first instruction, and the steps over it. */
#ifndef RIFFLE_BREAKPOINT_H
#define RIFFLE_BREAKPOINT_H

#include "target.h"

/* Writes the trap instruction if the address is known and nobody outside the target would hit it. */
void plant_breakpoint(struct target *target);

/* Writes the original instruction back; no-op if the breakpoint is not planted. */
void remove_breakpoint(struct target *target);

/* Writes the original instruction into a forked child's copy of the memory. */
void restore_code_of(const struct target *target, pid_t child);

/* The thread's pc; false if the thread is gone. */
bool read_pc(pid_t tid, uint64_t *pc);

/*
 * If the standing thread has just hit the breakpoint, sets its pc back onto the instruction, as if
 * it had not been executed, and says so.
 */
bool take_hit(const struct target *target, struct thread *thread);

/*
 * Lets one standing thread execute the original instruction while all others stand, and plants the
 * breakpoint again. The others keep their reports. False if the target ended or time ran out.
 */
bool step_over(struct target *target, pid_t tid);

/*
 * Lets a standing thread go on with all signals blocked but those in `open`, until it reports
 * `wanted`; its mask is as before then. True if it stands with that report; otherwise any other
 * report is left to be acted on.
 */
bool run_masked(struct target *target, pid_t tid, int request, uint64_t open, int wanted);

/* A signal's bit in a kernel signal mask. */
#define SIGNAL_BIT(signal_number) (UINT64_C(1) << ((signal_number)-1))

#endif
