#define _GNU_SOURCE
#include "process.h"

#include "base.h"

#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char task_state(pid_t pid, pid_t tid) {
  char path[64];
  char text[512];
  snprintf(path, sizeof path, "/proc/%d/task/%d/stat", pid, tid);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return 0;
  }
  ssize_t length = read(descriptor, text, sizeof text - 1);
  close(descriptor);
  if (length <= 0) {
    return 0;
  }
  text[length] = '\0';
  /* The name in parentheses may hold any character, so the state is what follows the last one. */
  const char *behind_name = strrchr(text, ')');
  return behind_name != NULL && behind_name[1] == ' ' ? behind_name[2] : 0;
}

bool task_lives(pid_t pid, pid_t tid) {
  char state = task_state(pid, tid);
  return state != 0 && state != 'Z' && state != 'X';
}

static int ascending(const void *left, const void *right) {
  pid_t a = *(const pid_t *)left;
  pid_t b = *(const pid_t *)right;
  return (a > b) - (a < b);
}

pid_t *list_tasks(pid_t pid, size_t *count) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *directory = opendir(path);
  *count = 0;
  if (directory == NULL) {
    return NULL;
  }
  pid_t *tasks = NULL;
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    pid_t tid = (pid_t)atoi(entry->d_name);
    if (tid > 0) {
      tasks = allocate(tasks, (*count + 1) * sizeof *tasks);
      tasks[(*count)++] = tid;
    }
  }
  closedir(directory);
  if (tasks != NULL) {
    qsort(tasks, *count, sizeof *tasks, ascending);
  }
  return tasks;
}

uint64_t mapped_entry(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/auxv", pid);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return 0;
  }
  uint64_t entry = 0;
  for (Elf64_auxv_t item; read(descriptor, &item, sizeof item) == sizeof item;) {
    if (item.a_type == AT_ENTRY) {
      entry = item.a_un.a_val;
    }
  }
  close(descriptor);
  return entry;
}

int open_memory(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/mem", pid);
  return open(path, O_RDWR | O_CLOEXEC);
}
