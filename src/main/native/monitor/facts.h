/* Facts about a process: a JSON object of keys and texts, of which two can be compared. */
#ifndef RIFFLE_FACTS_H
#define RIFFLE_FACTS_H

#include <sys/types.h>

/* Prints one member of the object; the comma between members is kept here. */
__attribute__((format(printf, 2, 3))) void print_fact(const char *key, const char *format, ...);

/* The floating-point state of a thread that is in a ptrace stop. */
void print_floating_point(pid_t tid);

/* What /proc says of the process and each of its threads. */
void print_proc_facts(pid_t pid);

#endif
