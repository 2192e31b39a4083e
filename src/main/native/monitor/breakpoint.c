#define _GNU_SOURCE
#include "breakpoint.h"

#include "base.h"
#include "process.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Signals that an instruction itself raises: blocking them would kill the program. */
static const uint64_t faults = SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGILL) |
                               SIGNAL_BIT(SIGFPE) | SIGNAL_BIT(SIGTRAP);

static bool write_code(int memory, uint64_t address, const uint8_t *code) {
  return pwrite(memory, code, isa.breakpoint_size, (off_t)address) == (ssize_t)isa.breakpoint_size;
}

void plant_breakpoint(struct target *target) {
  struct breakpoint *breakpoint = &target->breakpoint;
  if (!breakpoint->known || breakpoint->planted || target->vforks > 0 || target->ended) {
    return;
  }
  if (pread(target->memory, breakpoint->original, isa.breakpoint_size,
            (off_t)breakpoint->address) != (ssize_t)isa.breakpoint_size ||
      !write_code(target->memory, breakpoint->address, isa.breakpoint)) {
    if (task_lives(target->pid, target->pid)) {
      die(EXIT_FAILED, "cannot write a breakpoint at 0x%llx of process %d: %s",
          (unsigned long long)breakpoint->address, target->pid, strerror(errno));
    }
    return;
  }
  breakpoint->planted = true;
}

void remove_breakpoint(struct target *target) {
  struct breakpoint *breakpoint = &target->breakpoint;
  if (breakpoint->planted) {
    write_code(target->memory, breakpoint->address, breakpoint->original);
    breakpoint->planted = false;
  }
}

void restore_code_of(const struct target *target, pid_t child) {
  const struct breakpoint *breakpoint = &target->breakpoint;
  uint8_t code[MAX_BREAKPOINT_SIZE];
  int memory = breakpoint->known ? open_memory(child) : -1;
  if (memory < 0) {
    return;
  }
  /* Whether it was planted when the child was made is seen in the child alone. */
  if (pread(memory, code, isa.breakpoint_size, (off_t)breakpoint->address) ==
          (ssize_t)isa.breakpoint_size &&
      memcmp(code, isa.breakpoint, isa.breakpoint_size) == 0) {
    write_code(memory, breakpoint->address, breakpoint->original);
  }
  close(memory);
}

static bool read_registers(pid_t tid, struct user_regs_struct *registers) {
  struct iovec all = {.iov_base = registers, .iov_len = sizeof *registers};
  return ptrace(PTRACE_GETREGSET, tid, (void *)NT_PRSTATUS, &all) == 0;
}

bool read_pc(pid_t tid, uint64_t *pc) {
  struct user_regs_struct registers;
  if (!read_registers(tid, &registers)) {
    return false;
  }
  *pc = *isa_pc(&registers);
  return true;
}

static bool stands_behind_breakpoint(const struct target *target, pid_t tid,
                                     struct user_regs_struct *registers) {
  return target->breakpoint.known && read_registers(tid, registers) &&
         *isa_pc(registers) == target->breakpoint.address + isa.pc_past_breakpoint;
}

bool take_hit(const struct target *target, struct thread *thread) {
  siginfo_t cause;
  struct user_regs_struct registers;
  if (!is_signal(thread->status) || WSTOPSIG(thread->status) != SIGTRAP ||
      ptrace(PTRACE_GETSIGINFO, thread->tid, NULL, &cause) < 0 ||
      cause.si_code != isa.breakpoint_si_code ||
      !stands_behind_breakpoint(target, thread->tid, &registers)) {
    return false;
  }
  if (isa.pc_past_breakpoint != 0) {
    *isa_pc(&registers) = target->breakpoint.address;
    struct iovec all = {.iov_base = &registers, .iov_len = sizeof registers};
    if (ptrace(PTRACE_SETREGSET, thread->tid, (void *)NT_PRSTATUS, &all) < 0) {
      return false;
    }
  }
  thread->reported = false;
  return true;
}

bool run_masked(struct target *target, pid_t tid, int request, uint64_t open, int wanted) {
  uint64_t before;
  uint64_t masked = ~open;
  bool stopped_by_others = false;
  bool arrived = false;
  if (ptrace(PTRACE_GETSIGMASK, tid, (void *)sizeof before, &before) < 0 ||
      ptrace(PTRACE_SETSIGMASK, tid, (void *)sizeof masked, &masked) < 0) {
    return false;
  }
  target->in_masked_run = true;
  for (;;) {
    resume(find_thread(target, tid), request, 0);
    if (!await_thread(target, tid)) {
      break;
    }
    struct thread *thread = find_thread(target, tid);
    int signal_number = WSTOPSIG(thread->status);
    if (is_signal(thread->status) && signal_number == wanted) {
      thread->reported = false;
      arrived = true;
      break;
    }
    if (is_signal(thread->status) && signal_number == SIGSTOP) {
      /* Cannot be blocked: it is put off until the thread may obey. */
      stopped_by_others = true;
    } else if (!is_stop_event(thread->status)) {
      break;
    }
  }
  target->in_masked_run = false;
  ptrace(PTRACE_SETSIGMASK, tid, (void *)sizeof before, &before);
  if (stopped_by_others) {
    syscall(SYS_tgkill, target->pid, tid, SIGSTOP);
  }
  return arrived;
}

bool step_over(struct target *target, pid_t tid) {
  if (!stop_threads(target)) {
    return false;
  }
  remove_breakpoint(target);
  /* A repeated string instruction takes several steps and counts as one entry. */
  uint64_t pc = 0;
  while (run_masked(target, tid, PTRACE_SINGLESTEP, faults, SIGTRAP) && read_pc(tid, &pc) &&
         pc == target->breakpoint.address && now_ms() < target->deadline) {
  }
  plant_breakpoint(target);
  struct thread *thread = find_thread(target, tid);
  if (thread != NULL && !thread->running && !thread->reported) {
    resume(thread, PTRACE_CONT, 0);
  }
  return !target->ended;
}
