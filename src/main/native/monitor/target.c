#define _GNU_SOURCE
#include "target.h"

#include "base.h"
#include "breakpoint.h"
#include "process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

enum { POLL_MS = 50, MASKED_RUN_GRACE_MS = 5000 };

const long seize_options = PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                           PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACEEXEC;

struct target new_target(pid_t pid, int64_t deadline, bool cancellable) {
  struct target target = {.pid = pid, .memory = -1, .deadline = deadline};
  sigemptyset(&target.wakers);
  sigaddset(&target.wakers, SIGCHLD);
  if (cancellable) {
    sigaddset(&target.wakers, SIGINT);
    sigaddset(&target.wakers, SIGTERM);
    sigaddset(&target.wakers, SIGHUP);
  }
  sigprocmask(SIG_BLOCK, &target.wakers, NULL);
  return target;
}

int event_of(int status) { return WIFSTOPPED(status) ? status >> 16 : 0; }

bool is_stop_event(int status) { return event_of(status) == PTRACE_EVENT_STOP; }

bool is_signal(int status) { return WIFSTOPPED(status) && event_of(status) == 0; }

struct thread *find_thread(struct target *target, pid_t tid) {
  for (size_t i = 0; i < target->count; i++) {
    if (target->threads[i].tid == tid) {
      return &target->threads[i];
    }
  }
  return NULL;
}

struct thread *add_thread(struct target *target, pid_t tid) {
  target->threads = allocate(target->threads, (target->count + 1) * sizeof *target->threads);
  struct thread *thread = &target->threads[target->count++];
  *thread = (struct thread){.tid = tid, .running = true};
  return thread;
}

static void forget_thread(struct target *target, pid_t tid) {
  struct thread *thread = find_thread(target, tid);
  if (thread != NULL) {
    *thread = target->threads[--target->count];
  }
}

void keep_only(struct target *target, pid_t tid) {
  struct thread *thread = find_thread(target, tid);
  if (thread != NULL) {
    target->threads[0] = *thread;
    target->count = 1;
  }
}

/* A forked child is not part of the target: it gets its copy of the code back and runs alone. */
static void release_child(const struct target *target, pid_t child) {
  restore_code_of(target, child);
  ptrace(PTRACE_DETACH, child, NULL, NULL);
}

/*
 * Releases the child of a thread that has just forked. It is waited for here, and not left to report
 * by itself: by then the breakpoint might be gone from the parent and forgotten in the child, or the
 * parent stand, with nobody left who would release the child. It stands from its birth on.
 */
static void release_child_of(const struct target *target, pid_t parent) {
  unsigned long child = 0;
  int status;
  if (ptrace(PTRACE_GETEVENTMSG, parent, NULL, &child) < 0) {
    return;
  }
  /* One that has reported already was released then, and cannot be waited for. */
  if (waitpid((pid_t)child, &status, __WALL) == (pid_t)child && WIFSTOPPED(status)) {
    release_child(target, (pid_t)child);
  }
}

static void note_birth(struct target *target, pid_t parent) {
  unsigned long born = 0;
  if (ptrace(PTRACE_GETEVENTMSG, parent, NULL, &born) < 0) {
    return;
  }
  if (task_state(target->pid, (pid_t)born) == 0) {
    release_child_of(target, parent);
  } else if (find_thread(target, (pid_t)born) == NULL && task_lives(target->pid, (pid_t)born)) {
    add_thread(target, (pid_t)born);
  }
}

static void note_event(struct target *target, struct thread *thread) {
  pid_t parent = thread->tid;
  switch (event_of(thread->status)) {
    case PTRACE_EVENT_CLONE:
      note_birth(target, parent);
      break;
    case PTRACE_EVENT_FORK:
      release_child_of(target, parent);
      break;
    case PTRACE_EVENT_VFORK:
      /* The child shares this memory until it execs, and nobody would catch its trap. */
      target->vforks++;
      remove_breakpoint(target);
      release_child_of(target, parent);
      break;
    case PTRACE_EVENT_VFORK_DONE:
      target->vforks -= target->vforks > 0;
      plant_breakpoint(target);
      break;
    default:
      break;
  }
}

static void note_report(struct target *target, pid_t tid, int status) {
  if (!WIFSTOPPED(status)) {
    forget_thread(target, tid);
    if (tid == target->pid) {
      target->ended = true;
      target->end_status = status;
    }
    return;
  }
  struct thread *thread = find_thread(target, tid);
  if (thread == NULL) {
    if (task_state(target->pid, tid) == 0) {
      release_child(target, tid);
      return;
    }
    thread = add_thread(target, tid);
  }
  thread->running = false;
  thread->reported = true;
  thread->status = status;
  note_event(target, thread);
}

static void sleep_until(struct target *target, int64_t until) {
  int64_t left = until - now_ms();
  left = left > 60000 ? 60000 : left;
  struct timespec rest = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
  int waker = sigtimedwait(&target->wakers, NULL, &rest);
  if (waker > 0 && waker != SIGCHLD) {
    target->cancelled = true;
  }
}

static bool is_cancelled(const struct target *target) {
  return target->cancelled && !target->in_masked_run;
}

bool await_report(struct target *target, int64_t until) {
  while (!is_cancelled(target)) {
    int status;
    pid_t tid = waitpid(-1, &status, __WALL | WNOHANG);
    if (tid > 0) {
      note_report(target, tid, status);
      return true;
    }
    if (tid < 0 && errno == ECHILD) {
      target->ended = true;
      target->end_status = -1;
      return true;
    }
    if (now_ms() >= until) {
      return false;
    }
    sleep_until(target, until);
  }
  return false;
}

static bool may_wait(const struct target *target) {
  int64_t grace = target->in_masked_run ? MASKED_RUN_GRACE_MS : 0;
  return !target->ended && !is_cancelled(target) && now_ms() - grace < target->deadline;
}

bool await_thread(struct target *target, pid_t tid) {
  for (;;) {
    struct thread *thread = find_thread(target, tid);
    if (thread != NULL && thread->reported) {
      return true;
    }
    if (thread == NULL || !may_wait(target) || !task_lives(target->pid, tid)) {
      return false;
    }
    await_report(target, ms_from_now(POLL_MS));
  }
}

void resume(struct thread *thread, int request, int signal_number) {
  thread->reported = false;
  thread->running = true;
  /* It fails if the thread was killed; its end is reported then. */
  ptrace((enum __ptrace_request)request, thread->tid, NULL, (void *)(intptr_t)signal_number);
}

/* The first thread that runs; one that is dead already never stops. */
static struct thread *running_thread(struct target *target) {
  for (size_t i = 0; i < target->count; i++) {
    struct thread *thread = &target->threads[i];
    if (thread->running && task_lives(target->pid, thread->tid)) {
      return thread;
    }
  }
  return NULL;
}

bool stop_threads(struct target *target) {
  for (size_t i = 0; i < target->count; i++) {
    if (target->threads[i].running) {
      ptrace(PTRACE_INTERRUPT, target->threads[i].tid, NULL, NULL);
    }
  }
  /* A thread born meanwhile stands from its birth on, and reports that without being asked. */
  while (!target->ended && running_thread(target) != NULL) {
    if (!may_wait(target)) {
      return false;
    }
    await_report(target, ms_from_now(POLL_MS));
  }
  return !target->ended;
}
