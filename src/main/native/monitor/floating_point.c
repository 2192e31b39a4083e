#define _GNU_SOURCE
#include "facts.h"
#include "isa.h"

#include "base.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

/* FNV-1a, 64 bits: two states are compared, nobody forges one. */
static uint64_t digest(const void *bytes, size_t size) {
  const uint8_t *byte = bytes;
  uint64_t hash = 0xcbf29ce484222325ULL;
  for (size_t i = 0; i < size; i++) {
    hash = (hash ^ byte[i]) * 0x100000001b3ULL;
  }
  return hash;
}

static size_t read_set(pid_t tid, long set, void *to, size_t size) {
  struct iovec area = {to, size};
  return ptrace(PTRACE_GETREGSET, tid, (void *)set, &area) == 0 ? area.iov_len : 0;
}

void print_floating_point(pid_t tid) {
  static uint8_t area[1 << 14];
  char key[64];
  if (read_set(tid, NT_PRFPREG, area, sizeof area) < sizeof(isa_fp_state)) {
    die(EXIT_FAILED, "cannot read the floating-point state of %d: %s", tid, strerror(errno));
  }
  isa_fp_state state;
  memcpy(&state, area, sizeof state);
  char control[160];
  isa_fp_control(&state, control, sizeof control);
  snprintf(key, sizeof key, "fp.%d.control", tid);
  print_fact(key, "%s", control);
  size_t size;
  const void *registers = isa_fp_registers(&state, &size);
  snprintf(key, sizeof key, "fp.%d.registers", tid);
  print_fact(key, "%016llx", (unsigned long long)digest(registers, size));
  if (isa.wide_set != 0) {
    size_t length = read_set(tid, isa.wide_set, area, sizeof area);
    if (length >= isa.wide_offset + isa.wide_size) {
      snprintf(key, sizeof key, "fp.%d.wide", tid);
      print_fact(key, "%016llx",
                 (unsigned long long)digest(area + isa.wide_offset, isa.wide_size));
    }
  }
}
