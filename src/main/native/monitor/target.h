/*
 * A traced process: its threads, what each of them reported last, and the breakpoint in its memory.
 * All threads were seized, hence a stop is asked for with PTRACE_INTERRUPT and told from a signal.
 */
#ifndef RIFFLE_TARGET_H
#define RIFFLE_TARGET_H

#include "isa.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct thread {
  pid_t tid;
  bool running;  /* it will report some day */
  bool reported; /* it stands, and `status` was not acted on yet */
  int status;    /* of waitpid */
};

struct breakpoint {
  bool known; /* the address is right for the program that runs */
  bool planted;
  uint64_t address;
  uint8_t original[MAX_BREAKPOINT_SIZE];
};

struct target {
  pid_t pid;
  struct thread *threads;
  size_t count;
  int memory; /* /proc/PID/mem */
  struct breakpoint breakpoint;
  unsigned vforks; /* children that run in the target's memory at this time */
  bool ended;
  int end_status;    /* of waitpid, or -1 if it could not be learned */
  int64_t deadline;  /* now_ms() at which all waiting is given up, or NEVER */
  sigset_t wakers;   /* blocked signals that end a wait */
  bool cancelled;    /* one of them asks to let go */
  /* In the middle of a thread's masked run, which is finished before a cancellation counts: a step
     broken off would leave its trap and its mask to the program. */
  bool in_masked_run;
};

/* The options that every thread is seized with; spawn adds PTRACE_O_EXITKILL. */
extern const long seize_options;

/* A target without threads. Blocks SIGCHLD, and the cancelling signals if asked to. */
struct target new_target(pid_t pid, int64_t deadline, bool cancellable);

struct thread *find_thread(struct target *target, pid_t tid);
struct thread *add_thread(struct target *target, pid_t tid);

/* Forgets all threads but the first one, as an exec does. */
void keep_only(struct target *target, pid_t tid);

/* Takes in one report if there is any until that time; false if there was none. */
bool await_report(struct target *target, int64_t until);

/* Waits until that very thread stands; false if it is gone or the deadline passed. */
bool await_thread(struct target *target, pid_t tid);

/* Lets a standing thread go on by PTRACE_CONT, PTRACE_SINGLESTEP or PTRACE_LISTEN. */
void resume(struct thread *thread, int request, int signal_number);

/* Stops every thread that can run; false if one does not stop before the deadline. */
bool stop_threads(struct target *target);

bool is_stop_event(int status); /* PTRACE_EVENT_STOP: interrupt, new thread or group stop */
bool is_signal(int status);     /* a signal is about to be delivered */
int event_of(int status);       /* PTRACE_EVENT_..., or 0 */

#endif
