/*
 * What differs between the ISAs for a tracer: one table and one accessor, defined by the header of
 * the ISA that this monitor is compiled for.
 */
#ifndef RIFFLE_ISA_H
#define RIFFLE_ISA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/user.h>
#include <unistd.h>

enum { MAX_BREAKPOINT_SIZE = 4 };

struct isa {
  const char *name;
  /* e_machine of the programs that it runs. */
  uint16_t elf_machine;
  /* The trap instruction, and how many bytes it has. */
  uint8_t breakpoint[MAX_BREAKPOINT_SIZE];
  size_t breakpoint_size;
  /* How far behind the start of the trap instruction the pc stands when the trap is reported. */
  size_t pc_past_breakpoint;
  /* si_code of the SIGTRAP that the trap instruction raises; a single step raises another one. */
  int breakpoint_si_code;
  /* The instruction that makes a system call, and at what steps instructions can begin. */
  uint8_t system_call[MAX_BREAKPOINT_SIZE];
  size_t system_call_size;
  size_t code_alignment;
  /* The regset with what vector registers hold beyond NT_PRFPREG and where it is in it, or 0. */
  long wide_set;
  size_t wide_offset;
  size_t wide_size;
};

#if defined(__x86_64__)
#include "isa_x86_64.h"
#elif defined(__aarch64__)
#include "isa_aarch64.h"
#else
#error "riffle-monitor knows x86-64 and aarch64 only"
#endif

#endif
