/* The commands; each returns the monitor's exit code. */
#ifndef RIFFLE_COMMANDS_H
#define RIFFLE_COMMANDS_H

#include "options.h"

/* Starts a program, leaves it running or stopped, with a background parent that reaps it. */
int run_spawn(const struct options *options);

/* Stops a running process at a place. */
int run_attach(const struct options *options);

/* Continues a child that was inherited over exec, and waits for its end. */
int run_adopt(const struct options *options);

/* Prints what migration must keep of a stopped process. */
int run_state(const struct options *options);

/* Waits for a status file and prints it. */
int run_wait(const struct options *options);

/* Runs a program to its end and says how often and from where its functions were entered. */
int run_profile(const struct options *options);

#endif
