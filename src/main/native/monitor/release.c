#define _GNU_SOURCE
#include "release.h"

#include "base.h"
#include "breakpoint.h"
#include "process.h"
#include "reap.h"

#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POLL_MS = 1, MAX_PENDING = 32, GRACE_MS = 5000 };

/* Whether a trap was raised in the thread that it has not reported yet. */
static bool has_pending_trap(pid_t tid) {
  siginfo_t queue[MAX_PENDING];
  struct __ptrace_peeksiginfo_args all = {.off = 0, .flags = 0, .nr = MAX_PENDING};
  long count = ptrace(PTRACE_PEEKSIGINFO, tid, &all, queue);
  for (long i = 0; i < count; i++) {
    if (queue[i].si_signo == SIGTRAP && queue[i].si_code == isa.breakpoint_si_code) {
      return true;
    }
  }
  return false;
}

/* A signal that the thread was about to get is queued again; one that recurs or only stops is not. */
static void put_back_signal(const struct target *target, const struct thread *thread) {
  int signal_number = WSTOPSIG(thread->status);
  siginfo_t cause;
  if (!is_signal(thread->status) || ptrace(PTRACE_GETSIGINFO, thread->tid, NULL, &cause) < 0) {
    return;
  }
  bool is_fault = cause.si_code > 0 && (signal_number == SIGSEGV || signal_number == SIGBUS ||
                                        signal_number == SIGILL || signal_number == SIGFPE);
  bool is_job_control = signal_number == SIGSTOP || signal_number == SIGCONT ||
                        signal_number == SIGTSTP || signal_number == SIGTTIN ||
                        signal_number == SIGTTOU;
  if (!is_fault && !is_job_control) {
    syscall(SYS_tgkill, target->pid, thread->tid, signal_number);
  }
}

/*
 * Takes in what a standing thread reported or is about to report, so that it can be let go of with
 * its pc on a real instruction. A breakpoint hit at the same time as another thread's is undone.
 */
static void settle(struct target *target, pid_t tid) {
  struct thread *thread = find_thread(target, tid);
  if (thread->reported && !take_hit(target, thread)) {
    put_back_signal(target, thread);
    thread->reported = false;
  }
  if (has_pending_trap(tid) && run_masked(target, tid, PTRACE_CONT, SIGNAL_BIT(SIGTRAP), SIGTRAP)) {
    take_hit(target, find_thread(target, tid));
  }
}

/* Stops all threads and settles them; those that are dead but not reaped do not count. */
static bool stop_and_settle(struct target *target) {
  bool all_stand = stop_threads(target);
  for (size_t i = 0; i < target->count && !target->ended; i++) {
    if (!target->threads[i].running) {
      settle(target, target->threads[i].tid);
    }
  }
  remove_breakpoint(target);
  return all_stand && !target->ended;
}

static void detach(struct target *target) {
  for (size_t i = 0; i < target->count; i++) {
    if (!target->threads[i].running) {
      ptrace(PTRACE_DETACH, target->threads[i].tid, NULL, NULL);
    }
  }
  target->count = 0;
  close(target->memory);
  target->memory = -1;
}

/* A leader that ended before its threads stays as a zombie for as long as they live. */
static bool all_stopped(pid_t pid) {
  reap_dead_threads(pid);
  size_t count;
  pid_t *tasks = list_tasks(pid, &count);
  bool stopped = count > 0;
  for (size_t i = 0; i < count; i++) {
    char state = task_state(pid, tasks[i]);
    stopped = stopped && (state == 'T' || (state == 'Z' && tasks[i] == pid));
  }
  free(tasks);
  return stopped;
}

bool freeze(struct target *target, pid_t tid, uint64_t *pc) {
  if (!stop_and_settle(target)) {
    return false;
  }
  /*
   * The stop begins in this thread: it takes a SIGSTOP of its own with everything else blocked, so
   * that no handler's frame comes before. From then on the kernel lets every thread of the process
   * stop as soon as it is no longer traced, ahead of signals and of the program's instructions.
   */
  syscall(SYS_tgkill, target->pid, tid, SIGSTOP);
  if (!run_masked(target, tid, PTRACE_CONT, 0, SIGSTOP)) {
    return false;
  }
  resume(find_thread(target, tid), PTRACE_CONT, SIGSTOP);
  if (!await_thread(target, tid) || !is_stop_event(find_thread(target, tid)->status) ||
      !read_pc(tid, pc)) {
    return false;
  }
  detach(target);
  for (int64_t until = ms_from_now(GRACE_MS); !all_stopped(target->pid);) {
    if (now_ms() >= until) {
      die(EXIT_FAILED, "process %d did not stop within %d ms after a SIGSTOP", target->pid, GRACE_MS);
    }
    pause_ms(POLL_MS);
  }
  return true;
}

void let_go(struct target *target) {
  /* What does not stand within the grace is released by the kernel when the monitor exits. */
  target->cancelled = false;
  target->deadline = ms_from_now(GRACE_MS);
  stop_and_settle(target);
  detach(target);
}
