/* The state of a process that migration must keep, as one line of JSON; see facts.h. */
#define _GNU_SOURCE
#include "base.h"
#include "commands.h"
#include "facts.h"
#include "inject.h"
#include "isa.h"
#include "process.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

/* Seizes a thread and waits until it is in a ptrace stop; a stopped process stays stopped. */
static bool hold(pid_t tid) {
  int status;
  return ptrace(PTRACE_SEIZE, tid, NULL, (void *)PTRACE_O_TRACESYSGOOD) == 0 &&
         ptrace(PTRACE_INTERRUPT, tid, NULL, NULL) == 0 && waitpid(tid, &status, __WALL) == tid &&
         WIFSTOPPED(status);
}

static void print_threads(pid_t pid) {
  size_t count;
  pid_t *tasks = list_tasks(pid, &count);
  char *list = NULL;
  size_t room = 0;
  FILE *names = open_memstream(&list, &room);
  for (size_t i = 0; i < count; i++) {
    fprintf(names, "%s%d", i == 0 ? "" : " ", tasks[i]);
  }
  fclose(names);
  print_fact("threads", "%s", list);
  free(list);
  for (size_t i = 0; i < count; i++) {
    if (!hold(tasks[i])) {
      die(EXIT_NO_PROGRAM, "cannot look into thread %d: %s", tasks[i], strerror(errno));
    }
    print_floating_point(tasks[i]);
    if (tasks[i] == pid) {
      print_handlers(pid);
    }
    ptrace(PTRACE_DETACH, tasks[i], NULL, NULL);
  }
  free(tasks);
}

static long long cpu_time(pid_t pid) {
  clockid_t clock;
  struct timespec time = {0};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    die(EXIT_FAILED, "cannot tell the CPU time of process %d", pid);
  }
  return (long long)time.tv_sec * 1000000000 + time.tv_nsec;
}

int run_state(const struct options *options) {
  pid_t pid = options->pid;
  char state = task_state(pid, pid);
  if (!task_lives(pid, pid)) {
    die(EXIT_NO_PROGRAM, "no process %d to look into", pid);
  }
  if (state != 'T') {
    die(EXIT_NO_PROGRAM, "process %d is not stopped, so what it does changes (state %c)", pid,
        state);
  }
  printf("{\"state\":\"standing\",\"pid\":%d,\"cpuNanos\":%lld,\"facts\":{", pid, cpu_time(pid));
  print_proc_facts(pid);
  print_threads(pid);
  printf("}}\n");
  return EXIT_DONE;
}
