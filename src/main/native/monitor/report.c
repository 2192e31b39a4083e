#define _GNU_SOURCE
#include "report.h"

#include "base.h"
#include "process.h"
#include "program.h"

#include <stdlib.h>
#include <sys/wait.h>

void print_string(FILE *out, const char *text) {
  fputc('"', out);
  for (; *text != '\0'; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') {
      fprintf(out, "\\%c", c);
    } else if (c < 0x20) {
      fprintf(out, "\\u%04x", c);
    } else {
      fputc(c, out);
    }
  }
  fputc('"', out);
}

static void print_symbol(pid_t pid, uint64_t pc) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/exe", pid);
  struct program program = read_program(path);
  uint64_t bias = program.position_independent ? mapped_entry(pid) - program.entry : 0;
  const struct function *function = function_at(&program, pc - bias);
  if (function == NULL) {
    printf("\"symbol\":null,\"offset\":null");
  } else {
    printf("\"symbol\":");
    print_string(stdout, function->name);
    printf(",\"offset\":%llu", (unsigned long long)(pc - bias - function->address));
  }
  free_program(&program);
}

void print_stopped(const struct target *target, const struct stop_request *request,
                   const struct stop_place *place) {
  printf("{\"state\":\"stopped\",\"pid\":%d,\"tids\":[", target->pid);
  size_t count;
  pid_t *tasks = list_tasks(target->pid, &count);
  for (size_t i = 0; i < count; i++) {
    printf("%s%d", i == 0 ? "" : ",", tasks[i]);
  }
  free(tasks);
  printf("],\"tid\":%d,\"pc\":\"0x%llx\",", place->tid, (unsigned long long)place->pc);
  if (request->function != NULL && place->pc == target->breakpoint.address) {
    /* The name that was asked for, not another name of the same code. */
    printf("\"symbol\":");
    print_string(stdout, request->function);
    printf(",\"offset\":%llu", (unsigned long long)request->offset);
  } else {
    print_symbol(target->pid, place->pc);
  }
  printf(",\"entries\":%llu}\n", (unsigned long long)place->entries);
}

void print_running(pid_t pid) { printf("{\"state\":\"running\",\"pid\":%d}\n", pid); }

static void print_number(FILE *out, const char *key, int value, bool known) {
  if (known) {
    fprintf(out, ",\"%s\":%d", key, value);
  } else {
    fprintf(out, ",\"%s\":null", key);
  }
}

static void print_open_end(FILE *out, const char *state, pid_t pid, int status) {
  bool known = status != UNKNOWN_STATUS;
  fprintf(out, "{\"state\":\"%s\",\"pid\":%d", state, pid);
  print_number(out, "status", WEXITSTATUS(status), known && WIFEXITED(status));
  print_number(out, "signal", WTERMSIG(status), known && WIFSIGNALED(status));
}

void print_exit(FILE *out, pid_t pid, int status, int64_t cpu_ms) {
  print_open_end(out, "exited", pid, status);
  if (cpu_ms >= 0) {
    fprintf(out, ",\"cpuMillis\":%lld", (long long)cpu_ms);
  }
  fprintf(out, "}\n");
}

void print_end(FILE *out, const char *state, pid_t pid, int status, const uint64_t *entries) {
  print_open_end(out, state, pid, status);
  if (entries != NULL) {
    fprintf(out, ",\"entries\":%llu", (unsigned long long)*entries);
  }
  if (status == UNKNOWN_STATUS) {
    fprintf(out, ",\"note\":\"not a child of the monitor, so how it ended is unknown\"");
  }
  fprintf(out, "}\n");
}

/* "after 2 entries of 'conj_grad'; it was asked to stop at entry 7" */
static char *describe(const struct stop_request *request, const struct stop_place *place) {
  char *text = NULL;
  int written;
  if (request->function != NULL) {
    written = asprintf(&text, "after %llu %s of '%s'; it was asked to stop at entry %llu",
                       (unsigned long long)place->entries,
                       place->entries == 1 ? "entry" : "entries", request->place,
                       (unsigned long long)request->entry);
  } else {
    written = asprintf(&text, "too early; it was asked to stop after %lld ms",
                       (long long)request->after_ms);
  }
  if (written < 0) {
    die(EXIT_FAILED, "no memory for a message");
  }
  return text;
}

enum exit_code complain_of_end(const char *program, const struct stop_request *request,
                               const struct target *target, const struct stop_place *place) {
  int status = target->end_status;
  char *text = describe(request, place);
  if (status == UNKNOWN_STATUS) {
    complain("%s ended %s", program, text);
  } else if (WIFSIGNALED(status)) {
    complain("%s ended (killed by signal %d) %s", program, WTERMSIG(status), text);
  } else {
    complain("%s ended (exit status %d) %s", program, WEXITSTATUS(status), text);
  }
  free(text);
  return EXIT_ENDED;
}

enum exit_code complain_of_time(const char *program, const struct options *options,
                                const struct stop_place *place) {
  char *text = describe(&options->stop, place);
  complain("%s did not get to its stop within %lld s, %s", program,
           (long long)(options->timeout_ms / 1000), text);
  free(text);
  return EXIT_TIMED_OUT;
}
