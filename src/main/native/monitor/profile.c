/*
 * Where a program spends its entries: a run with a breakpoint on each of many functions. Each function
 * is watched for its first LARGEST_COUNT entries only, so that busy ones cost no more than others; those
 * of a later part of the run are seen if it is watched from a later time. For programs of one thread.
 */
#define _GNU_SOURCE
#include "base.h"
#include "breakpoint.h"
#include "child.h"
#include "commands.h"
#include "process.h"
#include "program.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_COUNT = 600, MOST_CALLERS = 8, TENTHS = 10 };

struct probe {
  struct function function;
  uint64_t address; /* in the process */
  uint8_t original[MAX_BREAKPOINT_SIZE];
  bool planted;
  unsigned entries;
  int64_t times[LARGEST_COUNT]; /* of the entries, in ns of the program's CPU time */
  const struct function *callers[MOST_CALLERS];
  size_t caller_count;
};

struct profile {
  pid_t pid;
  int memory;
  clockid_t clock; /* the program's CPU time */
  int64_t deadline;
  uint64_t bias;
  struct program program;
  struct probe *probes;
  size_t count;
};

static int64_t cpu_time(const struct profile *profile) {
  struct timespec time;
  if (clock_gettime(profile->clock, &time) < 0) {
    return 0;
  }
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void read_names(struct profile *profile, const char *path) {
  FILE *file = fopen(path, "re");
  if (file == NULL) {
    die(EXIT_USAGE, "cannot read the functions in '%s': %s", path, strerror(errno));
  }
  char line[1024];
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    const struct function *function = find_function(&profile->program, line);
    if (function != NULL) {
      profile->probes =
          allocate(profile->probes, (profile->count + 1) * sizeof *profile->probes);
      profile->probes[profile->count] = (struct probe){.function = *function};
      profile->count++;
    }
  }
  fclose(file);
}

static bool write_code(int memory, uint64_t address, const uint8_t *code) {
  return pwrite(memory, code, isa.breakpoint_size, (off_t)address) == (ssize_t)isa.breakpoint_size;
}

/* Writes either the breakpoints or the original code of all probes that are planted. */
static void write_all(const struct profile *profile, int memory, bool breakpoints) {
  for (size_t i = 0; i < profile->count; i++) {
    const struct probe *probe = &profile->probes[i];
    if (probe->planted) {
      write_code(memory, probe->address, breakpoints ? isa.breakpoint : probe->original);
    }
  }
}

static void plant_all(struct profile *profile) {
  for (size_t i = 0; i < profile->count; i++) {
    struct probe *probe = &profile->probes[i];
    probe->address = probe->function.address + profile->bias;
    if (pread(profile->memory, probe->original, isa.breakpoint_size, (off_t)probe->address) !=
            (ssize_t)isa.breakpoint_size ||
        !write_code(profile->memory, probe->address, isa.breakpoint)) {
      die(EXIT_FAILED, "cannot write a breakpoint on '%s': %s", probe->function.name,
          strerror(errno));
    }
    probe->planted = true;
  }
}

static struct probe *probe_at(const struct profile *profile, uint64_t address) {
  for (size_t i = 0; i < profile->count; i++) {
    if (profile->probes[i].planted && profile->probes[i].address == address) {
      return &profile->probes[i];
    }
  }
  return NULL;
}

static void note_caller(struct profile *profile, struct probe *probe,
                        const struct user_regs_struct *registers) {
  uint64_t back;
  if (!isa_return_address(registers, profile->memory, &back)) {
    return;
  }
  /* One before, as a call may be a function's last instruction. */
  const struct function *caller = function_at(&profile->program, back - 1 - profile->bias);
  for (size_t i = 0; i < probe->caller_count; i++) {
    if (probe->callers[i] == caller) {
      return;
    }
  }
  if (caller != NULL && probe->caller_count < MOST_CALLERS) {
    probe->callers[probe->caller_count++] = caller;
  }
}

/* Waits for the program to stand; false if it has ended. Kills it when time is up. */
static bool stands(struct profile *profile, int *status) {
  for (;;) {
    pid_t reported = waitpid(profile->pid, status, __WALL | (profile->deadline == NEVER ? 0 : WNOHANG));
    if (reported == profile->pid) {
      return WIFSTOPPED(*status);
    }
    if (reported < 0 && errno != EINTR) {
      die(EXIT_FAILED, "lost process %d: %s", profile->pid, strerror(errno));
    }
    if (now_ms() >= profile->deadline) {
      kill(profile->pid, SIGKILL);
      waitpid(profile->pid, status, __WALL);
      die(EXIT_TIMED_OUT, "the program did not end within its time");
    }
    if (reported == 0) {
      struct timespec rest = {.tv_nsec = 20000};
      nanosleep(&rest, NULL);
    }
  }
}

/*
 * If the program has just forked, releases the child, which stands from its birth on. Children are not
 * watched: one that has a copy of the code gets the original back; while one shares the program's memory,
 * until it execs, there are no breakpoints.
 */
static bool take_birth(const struct profile *profile, int status) {
  int event = status >> 16;
  if (event == PTRACE_EVENT_VFORK_DONE) {
    write_all(profile, profile->memory, true);
    return true;
  }
  if (event != PTRACE_EVENT_FORK && event != PTRACE_EVENT_VFORK) {
    return false;
  }
  unsigned long child = 0;
  int born;
  if (ptrace(PTRACE_GETEVENTMSG, profile->pid, NULL, &child) < 0 ||
      waitpid((pid_t)child, &born, __WALL) != (pid_t)child || !WIFSTOPPED(born)) {
    return true;
  }
  int memory = open_memory((pid_t)child);
  if (memory >= 0) {
    write_all(profile, memory, false);
    close(memory);
  }
  ptrace(PTRACE_DETACH, (pid_t)child, NULL, NULL);
  return true;
}

/* Executes the original instruction of a probe and goes on; false if the program has ended. */
static bool step_past(struct profile *profile, struct probe *probe, int *status) {
  write_code(profile->memory, probe->address, probe->original);
  uint64_t pc = probe->address;
  while (pc == probe->address) {
    if (ptrace(PTRACE_SINGLESTEP, profile->pid, NULL, NULL) < 0 || !stands(profile, status)) {
      return false;
    }
    if (!read_pc(profile->pid, &pc)) {
      return false;
    }
  }
  if (probe->entries < LARGEST_COUNT) {
    write_code(profile->memory, probe->address, isa.breakpoint);
  } else {
    probe->planted = false;
  }
  return true;
}

/* If the program stands at a probe, counts the entry and steps past it. */
static bool take_entry(struct profile *profile, int *status, bool *ended) {
  struct user_regs_struct registers;
  struct iovec all = {.iov_base = &registers, .iov_len = sizeof registers};
  if (WSTOPSIG(*status) != SIGTRAP ||
      ptrace(PTRACE_GETREGSET, profile->pid, (void *)NT_PRSTATUS, &all) < 0) {
    return false;
  }
  struct probe *probe = probe_at(profile, *isa_pc(&registers) - isa.pc_past_breakpoint);
  if (probe == NULL) {
    return false;
  }
  if (isa.pc_past_breakpoint != 0) {
    *isa_pc(&registers) = probe->address;
    ptrace(PTRACE_SETREGSET, profile->pid, (void *)NT_PRSTATUS, &all);
  }
  probe->times[probe->entries++] = cpu_time(profile);
  note_caller(profile, probe, &registers);
  *ended = !step_past(profile, probe, status);
  return true;
}

/* How many of the probe's entries came before the time. */
static unsigned entries_by(const struct probe *probe, int64_t time) {
  unsigned count = 0;
  while (count < probe->entries && probe->times[count] < time) {
    count++;
  }
  return count;
}

/* One line of JSON for each function that was entered. */
static void print_probe(const struct probe *probe, int64_t begin, int64_t end) {
  printf("{\"function\":\"%s\",\"entries\":%u,\"all\":%s,\"callers\":[", probe->function.name,
         probe->entries, probe->entries < LARGEST_COUNT ? "true" : "false");
  for (size_t i = 0; i < probe->caller_count; i++) {
    printf("%s\"%s\"", i == 0 ? "" : ",", probe->callers[i]->name);
  }
  printf("],\"entriesByTenth\":[");
  for (int tenth = 1; tenth <= TENTHS; tenth++) {
    printf("%s%u", tenth == 1 ? "" : ",", entries_by(probe, begin + (end - begin) / TENTHS * tenth));
  }
  printf("]}\n");
}

/* Lets the program run by itself for that long, and has it stand then; false if it has ended. */
static bool run_until(struct profile *profile, int64_t from, int *status) {
  bool asked = false;
  if (ptrace(PTRACE_CONT, profile->pid, NULL, NULL) < 0) {
    return false;
  }
  for (;;) {
    if (waitpid(profile->pid, status, __WALL | WNOHANG) == profile->pid) {
      if (!WIFSTOPPED(*status)) {
        return false;
      }
      if (asked && *status >> 16 == PTRACE_EVENT_STOP) {
        return true;
      }
      take_birth(profile, *status);
      long signal_number = *status >> 16 == 0 ? WSTOPSIG(*status) : 0;
      ptrace(PTRACE_CONT, profile->pid, NULL, (void *)signal_number);
      continue;
    }
    if (!asked && cpu_time(profile) >= from) {
      asked = ptrace(PTRACE_INTERRUPT, profile->pid, NULL, NULL) == 0;
    }
    if (now_ms() >= profile->deadline) {
      return stands(profile, status);
    }
    pause_ms(1);
  }
}

int run_profile(const struct options *options) {
  struct launch launch = prepare_launch(options);
  struct profile profile = {.deadline = ms_from_now(options->timeout_ms)};
  profile.program = read_program(launch.path);
  read_names(&profile, options->functions);
  struct child child = start_child(&launch);
  profile.pid = child.pid;
  /* The stop at its exit tells how long it ran. */
  long seize = PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK |
               PTRACE_O_TRACEVFORK | PTRACE_O_TRACEVFORKDONE;
  if (ptrace(PTRACE_SEIZE, child.pid, NULL, (void *)seize) < 0) {
    die(EXIT_FAILED, "cannot trace a child: %s", strerror(errno));
  }
  open_gate(&child);
  int status;
  if (!stands(&profile, &status) || status >> 8 != (SIGTRAP | PTRACE_EVENT_EXEC << 8)) {
    require_exec(&child, launch.path);
  }
  close(child.errors);
  profile.memory = open_memory(profile.pid);
  profile.bias =
      profile.program.position_independent ? mapped_entry(profile.pid) - profile.program.entry : 0;
  if (profile.memory < 0 || clock_getcpuclockid(profile.pid, &profile.clock) != 0) {
    die(EXIT_FAILED, "cannot watch process %d", profile.pid);
  }
  int64_t begin = cpu_time(&profile);
  int64_t end = begin;
  bool ended = options->from_ms > 0 &&
               !run_until(&profile, begin + options->from_ms * 1000000, &status);
  if (!ended) {
    plant_all(&profile);
  }
  int signal_number = 0;
  while (!ended && ptrace(PTRACE_CONT, profile.pid, NULL, (void *)(long)signal_number) == 0) {
    signal_number = 0;
    if (!stands(&profile, &status)) {
      break;
    }
    int64_t now = cpu_time(&profile);
    end = now > end ? now : end;
    if (!take_birth(&profile, status) && !take_entry(&profile, &status, &ended) && status >> 16 == 0) {
      signal_number = WSTOPSIG(status);
    }
  }
  for (size_t i = 0; i < profile.count; i++) {
    if (profile.probes[i].entries > 0) {
      print_probe(&profile.probes[i], begin, end);
    }
  }
  printf("{\"cpuMillis\":%lld}\n", (long long)(end - begin) / 1000000);
  return EXIT_DONE;
}
