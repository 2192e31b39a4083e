/* What only a process itself can ask the kernel: system calls made in a tracee's place. */
#ifndef RIFFLE_INJECT_H
#define RIFFLE_INJECT_H

#include <sys/types.h>

/*
 * Prints one fact for each signal that has a handler or flags: its address, flags and mask, as
 * rt_sigaction tells them. The thread must be in a ptrace stop, seized; it is left as it was.
 */
void print_handlers(pid_t pid);

#endif
