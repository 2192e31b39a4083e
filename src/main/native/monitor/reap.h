/* Waiting for the end of a process and leaving word of it. */
#ifndef RIFFLE_REAP_H
#define RIFFLE_REAP_H

#include "status_file.h"

#include <stdint.h>
#include <sys/types.h>

/*
 * Waits until the process ends, killing a child at the deadline, and returns its wait status, or
 * UNKNOWN_STATUS if it is no child. The status file is there before the pid becomes free.
 */
int reap(pid_t pid, struct status_file *status_file, int64_t deadline);

/*
 * Reaps what ended but the process itself: its threads that died while they were traced. They would
 * stay as zombies, keep the process from ending and a dump from succeeding.
 */
void reap_dead_threads(pid_t pid);

#endif
