/* The function symbols of an ELF program. */
#ifndef RIFFLE_PROGRAM_H
#define RIFFLE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A function as its symbol describes it: addresses are those of the file. */
struct function {
  const char *name;
  uint64_t address;
  uint64_t end; /* exclusive; the section's end if the symbol has no size */
  int binding; /* STB_GLOBAL, STB_WEAK or STB_LOCAL */
};

struct program {
  const char *path;
  struct function *functions;
  size_t count;
  char *names; /* holds the functions' names */
  uint64_t entry;
  bool position_independent;
};

/*
 * Reads the program at the path; `path` is kept. Ends the monitor with EXIT_NO_PROGRAM if it is
 * not an executable of this ISA, or its tables do not lie within the file.
 */
struct program read_program(const char *path);

void free_program(struct program *program);

/* The one function of this name, of several the global one; NULL if there is none or no single one. */
const struct function *find_function(const struct program *program, const char *name);

/*
 * Checks that there is such a function and an instruction may lie at the offset; else ends the
 * monitor with EXIT_NO_FUNCTION and names that are close, or the function's size.
 */
void require_place(const struct program *program, const char *name, uint64_t offset);

/* The function whose code holds the address of the file, or NULL. */
const struct function *function_at(const struct program *program, uint64_t address);

#endif
