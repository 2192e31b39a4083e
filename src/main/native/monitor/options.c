#define _GNU_SOURCE
#include "options.h"

#include "base.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage_text[] =
    "usage: riffle-monitor spawn [--at FUNCTION[+0xOFFSET][:N] | --after MS] [--stdin F]\n"
    "                            [--stdout F] [--stderr F] [--chdir D] [--status F] [--timeout SECONDS]\n"
    "                            [--stay] -- PROGRAM [ARGUMENT...]\n"
    "       riffle-monitor attach (--at FUNCTION[+0xOFFSET][:N] | --after MS) [--timeout SECONDS] PID\n"
    "       riffle-monitor adopt [--status F] [--stopped] [--stay] PID\n"
    "       riffle-monitor wait --status F --timeout SECONDS\n"
    "       riffle-monitor state PID\n"
    "       riffle-monitor profile --functions F [--from MS] [--stdin F] [--stdout F] [--stderr F]\n"
    "                            [--chdir D] [--timeout SECONDS] -- PROGRAM [ARGUMENT...]\n"
    "       riffle-monitor --version\n";

/* The options that take a value, and the commands that know them. */
enum {
  FOR_SPAWN = 1 << SPAWN,
  FOR_ATTACH = 1 << ATTACH,
  FOR_ADOPT = 1 << ADOPT,
  FOR_WAIT = 1 << WAIT,
  FOR_PROFILE = 1 << PROFILE,
};

static const struct {
  const char *name;
  int commands;
} valued_options[] = {
    {"--at", FOR_SPAWN | FOR_ATTACH},
    {"--after", FOR_SPAWN | FOR_ATTACH},
    {"--stdin", FOR_SPAWN | FOR_PROFILE},
    {"--stdout", FOR_SPAWN | FOR_PROFILE},
    {"--stderr", FOR_SPAWN | FOR_PROFILE},
    {"--chdir", FOR_SPAWN | FOR_PROFILE},
    {"--status", FOR_SPAWN | FOR_ADOPT | FOR_WAIT},
    {"--timeout", FOR_SPAWN | FOR_ATTACH | FOR_WAIT | FOR_PROFILE},
    {"--functions", FOR_PROFILE},
    {"--from", FOR_PROFILE},
};

static noreturn void misuse(const char *problem, const char *value) {
  fprintf(stderr, "riffle-monitor: %s '%s'\n%s", problem, value, usage_text);
  exit(EXIT_USAGE);
}

static int64_t whole_number(const char *text, int64_t least, int64_t most, const char *problem) {
  char *end;
  errno = 0;
  long long value = strtoll(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < least || value > most) {
    misuse(problem, text);
  }
  return value;
}

/* Cuts +0xOFFSET off the name; a function's name may hold a plus itself, as in operator+. */
static void parse_offset(char *text, struct stop_request *stop) {
  char *plus = strrchr(text, '+');
  if (plus == NULL || strncmp(plus, "+0x", 3) != 0) {
    return;
  }
  char *end;
  errno = 0;
  stop->offset = strtoull(plus + 3, &end, 16);
  if (errno != 0 || !isxdigit((unsigned char)plus[3]) || *end != '\0') {
    misuse("--at takes an offset in hexadecimal, as main+0x1c, not", text);
  }
  *plus = '\0';
}

/*
 * FUNCTION[+0xOFFSET][:N]; a function's name may hold colons itself, so only digits behind the last
 * count.
 */
static void parse_place(char *text, struct stop_request *stop) {
  char *colon = strrchr(text, ':');
  stop->entry = 1;
  if (colon != NULL && colon[1] != '\0' && strspn(colon + 1, "0123456789") == strlen(colon + 1)) {
    *colon = '\0';
    stop->entry =
        (uint64_t)whole_number(colon + 1, 1, INT64_MAX, "--at takes an entry from 1, not");
  }
  stop->place = strcpy(allocate(NULL, strlen(text) + 1), text);
  parse_offset(text, stop);
  if (*text == '\0') {
    misuse("--at needs the name of a function, not", text);
  }
  stop->function = text;
}

/* The background process leaves the caller's directory, so paths that it keeps are absolute. */
static const char *absolute(const char *path) {
  if (path[0] == '/') {
    return path;
  }
  char *directory = getcwd(NULL, 0);
  char *whole = NULL;
  if (directory == NULL || asprintf(&whole, "%s/%s", directory, path) < 0) {
    die(EXIT_FAILED, "cannot tell the current directory: %s", strerror(errno));
  }
  free(directory);
  return whole;
}

static void set_value(struct options *options, const char *name, char *value) {
  if (strcmp(name, "--at") == 0) {
    parse_place(value, &options->stop);
  } else if (strcmp(name, "--after") == 0) {
    options->stop.after_ms =
        whole_number(value, 0, INT32_MAX, "--after takes milliseconds, not");
  } else if (strcmp(name, "--stdin") == 0) {
    options->input = value;
  } else if (strcmp(name, "--stdout") == 0) {
    options->output = value;
  } else if (strcmp(name, "--stderr") == 0) {
    options->errors = value;
  } else if (strcmp(name, "--chdir") == 0) {
    options->directory = value;
  } else if (strcmp(name, "--functions") == 0) {
    options->functions = value;
  } else if (strcmp(name, "--from") == 0) {
    options->from_ms = whole_number(value, 0, INT32_MAX, "--from takes milliseconds, not");
  } else if (strcmp(name, "--status") == 0) {
    options->status = absolute(value);
  } else {
    options->timeout_ms =
        whole_number(value, 1, INT32_MAX, "--timeout takes whole seconds from 1, not") * 1000;
  }
}

static bool takes_value(enum command command, const char *name) {
  for (size_t i = 0; i < sizeof valued_options / sizeof *valued_options; i++) {
    if (strcmp(name, valued_options[i].name) == 0) {
      return (valued_options[i].commands >> command & 1) != 0;
    }
  }
  return false;
}

static enum command parse_command(const char *name) {
  static const char *const names[] = {"spawn", "attach", "adopt", "wait", "state", "profile", "--version"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(name, names[i]) == 0) {
      return (enum command)i;
    }
  }
  misuse("unknown command", name);
}

static bool takes_pid(enum command command) {
  return command == ATTACH || command == ADOPT || command == STATE;
}

static void check(const struct options *options) {
  bool stops = options->stop.function != NULL || options->stop.after_ms >= 0;
  if (options->stop.function != NULL && options->stop.after_ms >= 0) {
    misuse("--at and --after exclude each other: drop --at", options->stop.function);
  }
  bool starts = options->command == SPAWN || options->command == PROFILE;
  if (starts && options->program == NULL) {
    misuse("missing at the end of the line:", "-- PROGRAM");
  }
  if (takes_pid(options->command) && options->pid == 0) {
    misuse("missing at the end of the line:", "PID");
  }
  if (options->command == ATTACH && !stops) {
    misuse("missing:", "--at FUNCTION or --after MS");
  }
  if (options->command == PROFILE && options->functions == NULL) {
    misuse("missing:", "--functions F");
  }
  if (options->command == WAIT && (options->status == NULL || options->timeout_ms == NEVER)) {
    misuse("missing:", options->status == NULL ? "--status F" : "--timeout SECONDS");
  }
}

struct options parse_options(int count, char **arguments) {
  if (count < 2) {
    misuse("missing:", "a command");
  }
  struct options options = {
      .command = parse_command(arguments[1]),
      .stop = {.after_ms = -1},
      .timeout_ms = NEVER,
  };
  int i = 2;
  for (; i < count && arguments[i][0] == '-'; i++) {
    if (strcmp(arguments[i], "--") == 0) {
      i++;
      break;
    }
    if (options.command == ADOPT && strcmp(arguments[i], "--stopped") == 0) {
      options.leave_stopped = true;
    } else if ((options.command == ADOPT || options.command == SPAWN) &&
               strcmp(arguments[i], "--stay") == 0) {
      options.stay = true;
    } else if (!takes_value(options.command, arguments[i])) {
      misuse("unknown option", arguments[i]);
    } else if (i + 1 == count) {
      misuse("a value is missing behind", arguments[i]);
    } else {
      set_value(&options, arguments[i], arguments[i + 1]);
      i++;
    }
  }
  bool starts = options.command == SPAWN || options.command == PROFILE;
  if (starts && i < count) {
    options.program = arguments + i;
  } else if (takes_pid(options.command) && i < count) {
    options.pid = (pid_t)whole_number(arguments[i], 1, INT32_MAX, "not a process id:");
    i++;
  }
  if (!starts && i < count) {
    misuse("too many arguments, from", arguments[i]);
  }
  check(&options);
  return options;
}
