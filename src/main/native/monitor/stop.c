#define _GNU_SOURCE
#include "stop.h"

#include "base.h"
#include "breakpoint.h"
#include "process.h"
#include "program.h"
#include "release.h"

#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REPORT_MS = 50 };

bool aim(struct target *target, const struct stop_request *request) {
  target->breakpoint.known = false;
  target->breakpoint.planted = false;
  if (target->memory >= 0) {
    close(target->memory);
  }
  target->memory = open_memory(target->pid);
  if (target->memory < 0) {
    die(EXIT_NO_PROGRAM, "cannot open the memory of process %d", target->pid);
  }
  if (request->function == NULL) {
    return true;
  }
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/exe", target->pid);
  struct program program = read_program(path);
  const struct function *function = find_function(&program, request->function);
  if (function == NULL) {
    free_program(&program);
    return false;
  }
  uint64_t bias = program.position_independent ? mapped_entry(target->pid) - program.entry : 0;
  target->breakpoint.address = function->address + request->offset + bias;
  target->breakpoint.known = true;
  free_program(&program);
  plant_breakpoint(target);
  return true;
}

static struct thread *next_report(struct target *target) {
  for (size_t i = 0; i < target->count; i++) {
    if (target->threads[i].reported) {
      return &target->threads[i];
    }
  }
  return NULL;
}

/* Lets the thread go on as if nobody had looked. */
static void pass_on(struct target *target, const struct stop_request *request,
                    struct thread *thread) {
  int signal_number = WSTOPSIG(thread->status);
  if (event_of(thread->status) == PTRACE_EVENT_EXEC) {
    pid_t tid = thread->tid;
    keep_only(target, tid);
    target->vforks = 0;
    aim(target, request);
    resume(find_thread(target, tid), PTRACE_CONT, 0);
  } else if (is_stop_event(thread->status)) {
    /* SIGTRAP tells of an interrupt or a birth, other signals of a group stop to be kept. */
    resume(thread, signal_number == SIGTRAP ? PTRACE_CONT : PTRACE_LISTEN, 0);
  } else {
    resume(thread, PTRACE_CONT, is_signal(thread->status) ? signal_number : 0);
  }
}

static pid_t first_living(const struct target *target) {
  for (size_t i = 0; i < target->count; i++) {
    if (task_lives(target->pid, target->threads[i].tid)) {
      return target->threads[i].tid;
    }
  }
  return target->pid;
}

static enum outcome stop_at(struct target *target, struct stop_place *place, pid_t tid) {
  place->tid = tid;
  if (freeze(target, tid, &place->pc)) {
    return STOPPED;
  }
  return target->ended ? ENDED : target->cancelled ? CANCELLED : TIMED_OUT;
}

enum outcome run_to_stop(struct target *target, const struct stop_request *request,
                         struct stop_place *place) {
  int64_t due = request->after_ms >= 0 ? ms_from_now(request->after_ms) : NEVER;
  int64_t until = due < target->deadline ? due : target->deadline;
  while (!target->ended) {
    if (target->cancelled) {
      return CANCELLED;
    }
    if (now_ms() >= until) {
      if (now_ms() < due) {
        return TIMED_OUT;
      }
      stop_threads(target);
      enum outcome outcome = stop_at(target, place, first_living(target));
      if (outcome != TIMED_OUT || now_ms() >= target->deadline) {
        return outcome;
      }
      /* The thread has just died and its end is not reported yet. */
      await_report(target, ms_from_now(REPORT_MS));
      continue;
    }
    struct thread *thread = next_report(target);
    if (thread == NULL) {
      await_report(target, until);
    } else if (!take_hit(target, thread)) {
      pass_on(target, request, thread);
    } else if (++place->entries == request->entry) {
      return stop_at(target, place, thread->tid);
    } else {
      step_over(target, thread->tid);
    }
  }
  return ENDED;
}
