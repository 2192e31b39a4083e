#define _GNU_SOURCE
#include "facts.h"

#include "base.h"
#include "process.h"
#include "report.h"

#include <dirent.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Lines of /proc/PID/status that a process keeps through a migration. */
static const char *const process_lines[] = {
    "Umask",  "Uid",    "Gid",    "Groups", "ShdPnd", "SigIgn",     "SigCgt",
    "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp",
};
static const char *const thread_lines[] = {"Name", "SigPnd", "SigBlk"};

void print_fact(const char *key, const char *format, ...) {
  static bool first = true;
  char *text = NULL;
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&text, format, arguments) < 0) {
    die(EXIT_FAILED, "no memory for a fact");
  }
  va_end(arguments);
  if (!first) {
    fputc(',', stdout);
  }
  first = false;
  print_string(stdout, key);
  fputc(':', stdout);
  print_string(stdout, text);
  free(text);
}

static FILE *open_proc(pid_t pid, const char *name) {
  char path[128];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  return fopen(path, "re");
}

/* Cuts the text's line end and runs of blanks: columns move with the width of their values. */
static char *squeeze(char *text) {
  char *to = text;
  for (char *from = text; *from != '\0'; from++) {
    bool blank = *from == ' ' || *from == '\t' || *from == '\n';
    if (!blank) {
      *to++ = *from;
    } else if (to > text && to[-1] != ' ') {
      *to++ = ' ';
    }
  }
  if (to > text && to[-1] == ' ') {
    to--;
  }
  *to = '\0';
  return text;
}

static void print_lines(pid_t pid, const char *file, const char *prefix, const char *const *wanted,
                        size_t count) {
  FILE *lines = open_proc(pid, file);
  char *line = NULL;
  size_t room = 0;
  while (lines != NULL && getline(&line, &room, lines) > 0) {
    char *colon = strchr(line, ':');
    if (colon == NULL) {
      continue;
    }
    *colon = '\0';
    for (size_t i = 0; i < count; i++) {
      if (strcmp(line, wanted[i]) == 0) {
        char key[128];
        snprintf(key, sizeof key, "%s%s", prefix, line);
        print_fact(key, "%s", squeeze(colon + 1));
      }
    }
  }
  free(line);
  if (lines != NULL) {
    fclose(lines);
  }
}

/* Prints the words of a stat file from `first` to `last`, counted as in proc(5). */
static void print_stat(pid_t pid, const char *file, const char *key, int first, int last) {
  FILE *stat = open_proc(pid, file);
  char text[1024] = "";
  if (stat != NULL) {
    size_t length = fread(text, 1, sizeof text - 1, stat);
    text[length] = '\0';
    fclose(stat);
  }
  char *behind_name = strrchr(text, ')');
  char values[128] = "";
  int number = 3;
  char *rest = NULL;
  for (char *word = behind_name == NULL ? NULL : strtok_r(behind_name + 1, " ", &rest); word != NULL;
       word = strtok_r(NULL, " ", &rest), number++) {
    if (number >= first && number <= last) {
      size_t used = strlen(values);
      snprintf(values + used, sizeof values - used, "%s%s", used == 0 ? "" : " ", word);
    }
  }
  print_fact(key, "%s", values);
}

static void print_link(pid_t pid, const char *name, const char *key) {
  char path[128];
  char target[PATH_MAX];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  ssize_t length = readlink(path, target, sizeof target - 1);
  target[length < 0 ? 0 : length] = '\0';
  /* The number of a pipe or socket is the kernel's, and another one after each restore. */
  char *number = strstr(target, ":[");
  if (number != NULL && strspn(number + 2, "0123456789") > 0) {
    *number = '\0';
  }
  print_fact(key, "%s", target);
}

static int ascending(const void *left, const void *right) {
  return *(const int *)left - *(const int *)right;
}

static void print_files(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/fd", pid);
  DIR *directory = opendir(path);
  int *numbers = NULL;
  size_t count = 0;
  for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
    if (entry->d_name[0] != '.') {
      numbers = allocate(numbers, (count + 1) * sizeof *numbers);
      numbers[count++] = atoi(entry->d_name);
    }
  }
  if (directory != NULL) {
    closedir(directory);
  }
  if (count > 0) {
    qsort(numbers, count, sizeof *numbers, ascending);
  }
  static const char *const lines[] = {"pos", "flags"};
  for (size_t i = 0; i < count; i++) {
    char name[64];
    char key[64];
    snprintf(name, sizeof name, "fd/%d", numbers[i]);
    snprintf(key, sizeof key, "file.%d.path", numbers[i]);
    print_link(pid, name, key);
    snprintf(name, sizeof name, "fdinfo/%d", numbers[i]);
    snprintf(key, sizeof key, "file.%d.", numbers[i]);
    print_lines(pid, name, key, lines, sizeof lines / sizeof *lines);
  }
  free(numbers);
}

/* "START-END PERMISSIONS OFFSET DEVICE INODE PATH"; device and inode are left out. */
static void print_maps(pid_t pid) {
  FILE *maps = open_proc(pid, "maps");
  char *line = NULL;
  size_t room = 0;
  while (maps != NULL && getline(&line, &room, maps) > 0) {
    char range[64];
    char permissions[8];
    char offset[32];
    int path = 0;
    if (sscanf(line, "%63s %7s %31s %*s %*s %n", range, permissions, offset, &path) == 3) {
      char key[128];
      snprintf(key, sizeof key, "map.%s", range);
      print_fact(key, "%s %s %s", permissions, offset, squeeze(line + path));
    }
  }
  free(line);
  if (maps != NULL) {
    fclose(maps);
  }
}

/* Names of limits take the first 26 columns. */
static void print_limits(pid_t pid) {
  enum { NAME_WIDTH = 26 };
  FILE *limits = open_proc(pid, "limits");
  char *line = NULL;
  size_t room = 0;
  for (int number = 0; limits != NULL && getline(&line, &room, limits) > 0; number++) {
    if (number == 0 || strlen(line) <= NAME_WIDTH) {
      continue;
    }
    char name[NAME_WIDTH + 1];
    memcpy(name, line, NAME_WIDTH);
    name[NAME_WIDTH] = '\0';
    char key[NAME_WIDTH + 16];
    snprintf(key, sizeof key, "limit.%s", squeeze(name));
    print_fact(key, "%s", squeeze(line + NAME_WIDTH));
  }
  free(line);
  if (limits != NULL) {
    fclose(limits);
  }
}

static void print_threads(pid_t pid) {
  size_t count;
  pid_t *tasks = list_tasks(pid, &count);
  for (size_t i = 0; i < count; i++) {
    char file[64];
    char key[64];
    snprintf(file, sizeof file, "task/%d/status", tasks[i]);
    snprintf(key, sizeof key, "thread.%d.", tasks[i]);
    print_lines(pid, file, key, thread_lines, sizeof thread_lines / sizeof *thread_lines);
    snprintf(file, sizeof file, "task/%d/stat", tasks[i]);
    snprintf(key, sizeof key, "thread.%d.nice", tasks[i]);
    print_stat(pid, file, key, 19, 19);
    snprintf(key, sizeof key, "thread.%d.policy", tasks[i]);
    print_stat(pid, file, key, 40, 41);
  }
  free(tasks);
}

void print_proc_facts(pid_t pid) {
  print_lines(pid, "status", "process.", process_lines,
              sizeof process_lines / sizeof *process_lines);
  print_stat(pid, "stat", "process.group", 5, 5);
  print_stat(pid, "stat", "process.session", 6, 6);
  print_link(pid, "cwd", "directory.cwd");
  print_link(pid, "root", "directory.root");
  print_link(pid, "exe", "process.program");
  print_files(pid);
  print_maps(pid);
  print_limits(pid);
  print_threads(pid);
}
