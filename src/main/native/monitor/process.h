/* What /proc tells about a process. */
#ifndef RIFFLE_PROCESS_H
#define RIFFLE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* State letter of a task as in /proc/PID/stat (R, S, T, t, Z, ...), or 0 if there is none. */
char task_state(pid_t pid, pid_t tid);

/* Whether the task still can run: it exists and is neither dead nor a zombie. */
bool task_lives(pid_t pid, pid_t tid);

/* The thread ids of a process in ascending order; the caller frees them. NULL if it is gone. */
pid_t *list_tasks(pid_t pid, size_t *count);

/* Address of the program's entry as it was mapped (AT_ENTRY), or 0 if it cannot be told. */
uint64_t mapped_entry(pid_t pid);

/* Opens the memory of a stopped or running tracee for reads and writes, or returns -1. */
int open_memory(pid_t pid);

#endif
