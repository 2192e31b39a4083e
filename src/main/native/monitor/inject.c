#define _GNU_SOURCE
#include "inject.h"

#include "base.h"
#include "facts.h"
#include "isa.h"
#include "process.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* As the kernel has it, on both ISAs. */
struct kernel_sigaction {
  uint64_t handler;
  uint64_t flags;
  uint64_t restorer;
  uint64_t mask;
};

enum {
  /* Far enough below the stack pointer for the 128 bytes that x86-64's ABI lets leaves use. */
  BELOW_STACK = 512,
  LAST_SIGNAL = 64,
};

static void get_registers(pid_t tid, struct user_regs_struct *registers) {
  struct iovec area = {registers, sizeof *registers};
  if (ptrace(PTRACE_GETREGSET, tid, (void *)NT_PRSTATUS, &area) != 0) {
    die(EXIT_FAILED, "cannot read the registers of %d: %s", tid, strerror(errno));
  }
}

static void set_registers(pid_t tid, struct user_regs_struct *registers) {
  struct iovec area = {registers, sizeof *registers};
  if (ptrace(PTRACE_SETREGSET, tid, (void *)NT_PRSTATUS, &area) != 0) {
    die(EXIT_FAILED, "cannot set the registers of %d: %s", tid, strerror(errno));
  }
}

/* An instruction of the vDSO that makes a system call; 0 if there is none. */
static uint64_t find_system_call(pid_t pid, int memory) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/maps", pid);
  FILE *maps = fopen(path, "re");
  char line[512];
  uint64_t found = 0;
  while (maps != NULL && found == 0 && fgets(line, sizeof line, maps) != NULL) {
    unsigned long long start;
    unsigned long long end;
    if (strstr(line, "[vdso]") == NULL || sscanf(line, "%llx-%llx", &start, &end) != 2) {
      continue;
    }
    static uint8_t code[1 << 16];
    size_t size = end - start < sizeof code ? end - start : sizeof code;
    ssize_t length = pread(memory, code, size, (off_t)start);
    for (ssize_t i = 0; i + (ssize_t)isa.system_call_size <= length; i += isa.code_alignment) {
      if (memcmp(code + i, isa.system_call, isa.system_call_size) == 0) {
        found = start + (uint64_t)i;
        break;
      }
    }
  }
  if (maps != NULL) {
    fclose(maps);
  }
  return found;
}

/* Lets the thread run to the next border of a system call; stops that were pending come first. */
static bool to_border(pid_t tid) {
  int status;
  do {
    if (ptrace(PTRACE_SYSCALL, tid, NULL, NULL) != 0 || waitpid(tid, &status, __WALL) != tid) {
      return false;
    }
  } while (WIFSTOPPED(status) && status >> 16 == PTRACE_EVENT_STOP);
  return WIFSTOPPED(status) && WSTOPSIG(status) == (SIGTRAP | 0x80);
}

void print_handlers(pid_t pid) {
  int memory = open_memory(pid);
  uint64_t instruction = memory < 0 ? 0 : find_system_call(pid, memory);
  if (instruction == 0) {
    die(EXIT_FAILED, "process %d has no vDSO to make system calls with", pid);
  }
  struct user_regs_struct before;
  get_registers(pid, &before);
  off_t buffer = (off_t)((isa_sp(&before) - BELOW_STACK) & ~15ULL);
  struct kernel_sigaction saved;
  uint64_t mask;
  uint64_t all = ~0ULL;
  if (pread(memory, &saved, sizeof saved, buffer) != sizeof saved ||
      ptrace(PTRACE_GETSIGMASK, pid, (void *)sizeof mask, &mask) != 0 ||
      ptrace(PTRACE_SETSIGMASK, pid, (void *)sizeof all, &all) != 0) {
    die(EXIT_FAILED, "cannot prepare %d for a system call: %s", pid, strerror(errno));
  }
  bool failed = false;
  for (int number = 1; number <= LAST_SIGNAL && !failed; number++) {
    struct user_regs_struct call = before;
    isa_call(&call, instruction, __NR_rt_sigaction, (uint64_t)number, 0, (uint64_t)buffer,
             sizeof mask);
    set_registers(pid, &call);
    struct kernel_sigaction action;
    failed = !to_border(pid) || !to_border(pid) ||
             pread(memory, &action, sizeof action, buffer) != sizeof action;
    if (!failed && (action.handler != 0 || action.flags != 0)) {
      char key[32];
      snprintf(key, sizeof key, "handler.%d", number);
      print_fact(key, "0x%llx flags 0x%llx mask 0x%llx", (unsigned long long)action.handler,
                 (unsigned long long)action.flags, (unsigned long long)action.mask);
    }
  }
  bool restored = pwrite(memory, &saved, sizeof saved, buffer) == sizeof saved &&
                  ptrace(PTRACE_SETSIGMASK, pid, (void *)sizeof mask, &mask) == 0;
  set_registers(pid, &before);
  close(memory);
  if (failed || !restored) {
    die(EXIT_FAILED, "process %d did not make a system call that it was led to", pid);
  }
}
