/* Stopping a process that already runs. It is never killed: on any failure it runs on. */
#define _GNU_SOURCE
#include "base.h"
#include "commands.h"
#include "process.h"
#include "program.h"
#include "release.h"
#include "report.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>

/* Seizes the threads that are there now; returns how many were new. */
static size_t seize_pass(struct target *target) {
  size_t fresh = 0;
  size_t count;
  pid_t *tasks = list_tasks(target->pid, &count);
  for (size_t i = 0; i < count; i++) {
    if (find_thread(target, tasks[i]) != NULL) {
      continue;
    }
    if (ptrace(PTRACE_SEIZE, tasks[i], NULL, (void *)seize_options) == 0) {
      add_thread(target, tasks[i]);
      fresh++;
    } else if (target->count == 0 && task_lives(target->pid, tasks[i])) {
      die(EXIT_NO_PROGRAM, "cannot trace process %d: %s", target->pid, strerror(errno));
    }
  }
  free(tasks);
  return fresh;
}

static void seize_all(struct target *target) {
  /* Threads born of seized ones are traced by themselves, so this comes to an end. */
  while (seize_pass(target) > 0) {
  }
  if (target->count == 0) {
    die(EXIT_NO_PROGRAM, "no process %d to attach to", target->pid);
  }
}

static void check_program(const struct options *options) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/exe", options->pid);
  if (!task_lives(options->pid, options->pid)) {
    die(EXIT_NO_PROGRAM, "no process %d to attach to", options->pid);
  }
  struct program program = read_program(path);
  if (options->stop.function != NULL) {
    require_place(&program, options->stop.function, options->stop.offset);
  }
  free_program(&program);
}

int run_attach(const struct options *options) {
  check_program(options);
  struct target target =
      new_target(options->pid, ms_from_now(options->timeout_ms), true);
  struct stop_place place = {0};
  char name[32];
  snprintf(name, sizeof name, "process %d", options->pid);
  seize_all(&target);
  if (stop_threads(&target)) {
    aim(&target, &options->stop);
    /* One that stood already would never get anywhere. */
    kill(options->pid, SIGCONT);
  }
  switch (run_to_stop(&target, &options->stop, &place)) {
    case STOPPED:
      print_stopped(&target, &options->stop, &place);
      return EXIT_DONE;
    case ENDED:
      print_end(stdout, "ended", options->pid, target.end_status, &place.entries);
      return (int)complain_of_end(name, &options->stop, &target, &place);
    case CANCELLED:
      let_go(&target);
      complain("%s was let go of, as asked by a signal; it runs on", name);
      return EXIT_FAILED;
    default:
      let_go(&target);
      return (int)complain_of_time(name, options, &place);
  }
}
