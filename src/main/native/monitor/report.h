/* The machine-readable lines: how a program stands, and how it ended. */
#ifndef RIFFLE_REPORT_H
#define RIFFLE_REPORT_H

#include "options.h"
#include "stop.h"

#include <stdio.h>

/* Prints a JSON string. */
void print_string(FILE *out, const char *text);

/* How a process ended is unknown: it was no child of the monitor. */
enum { UNKNOWN_STATUS = -1 };

/* {"state":"stopped",...} of a process that stands at the place. */
void print_stopped(const struct target *target, const struct stop_request *request,
                   const struct stop_place *place);

/* {"state":"running","pid":...} */
void print_running(pid_t pid);

/*
 * One line about an end, such as {"state":"exited","pid":1,"status":0,"signal":null}; `status` is
 * that of waitpid or UNKNOWN_STATUS. `entries` is added if it is not NULL.
 */
void print_end(FILE *out, const char *state, pid_t pid, int status, const uint64_t *entries);

/* The "exited" line of a child; its CPU time is added unless it is negative. */
void print_exit(FILE *out, pid_t pid, int status, int64_t cpu_ms);

/* Says in one sentence that the program ended before its stop; returns EXIT_ENDED. */
enum exit_code complain_of_end(const char *program, const struct stop_request *request,
                               const struct target *target, const struct stop_place *place);

/* Says in one sentence that time ran out; returns EXIT_TIMED_OUT. */
enum exit_code complain_of_time(const char *program, const struct options *options,
                                const struct stop_place *place);

#endif
