/* Exit codes, messages and time: what every file of the monitor uses. */
#ifndef RIFFLE_BASE_H
#define RIFFLE_BASE_H

#include <stdint.h>
#include <stdnoreturn.h>

#define MONITOR_VERSION "0.1.0"

enum exit_code {
  EXIT_DONE = 0,
  EXIT_FAILED = 1,        /* the system refused something that should work */
  EXIT_USAGE = 2,
  EXIT_ENDED = 3,         /* the program ended before the place where it was to stop */
  EXIT_NO_FUNCTION = 4,   /* the program has no such function */
  EXIT_NO_PROGRAM = 5,    /* the program or process cannot be started, found or traced */
  EXIT_TIMED_OUT = 6,
};

/* No deadline at all, in the unit of now_ms(). */
#define NEVER INT64_MAX

/* Milliseconds of the monotonic clock. */
int64_t now_ms(void);

/* The time `ms` from now; NEVER stays NEVER. */
int64_t ms_from_now(int64_t ms);

/* Sleeps that long. */
void pause_ms(int64_t ms);

/* Prints one sentence on stderr, headed by the monitor's name. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* Complains and exits with the code. */
noreturn __attribute__((format(printf, 2, 3))) void die(enum exit_code code, const char *format, ...);

/* Memory that is there, or the end of the monitor. */
void *allocate(void *old, uint64_t size);

/* Default dispositions and nothing blocked, whatever the caller had: ignored SIGCHLDs lose ends. */
void reset_signals(void);

#endif
