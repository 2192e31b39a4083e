/*
 * Runs a program, stops it after some microseconds at whatever instruction it has reached, and
 * writes its registers and memory to a folder. When a line comes in on standard input, it writes
 * the memory back as the folder then has it and lets the program run on.
 *
 *   halt MICROSECONDS FOLDER PROGRAM ARGUMENTS...
 *
 * Says "stopped" on standard error, or "ended" if the program was faster; exits with its status.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static FILE *create(const char *folder, const char *name, const char *mode) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, mode);
  if (!file) perror(path), exit(99);
  return file;
}

/* Copies all mapped memory that can be written or run to the folder, or back. */
static void copy(pid_t pid, const char *folder, int back) {
  char path[64], line[4352];
  snprintf(path, sizeof path, "/proc/%d/maps", pid);
  FILE *maps = fopen(path, "r");
  snprintf(path, sizeof path, "/proc/%d/mem", pid);
  int memory = open(path, O_RDWR);
  FILE *list = create(folder, back ? "maps.after" : "maps", "w");
  FILE *pages = create(folder, "pages", back ? "r" : "w");
  unsigned long start, end;
  char protection[5];
  while (fgets(line, sizeof line, maps)) {
    fputs(line, list);
    sscanf(line, "%lx-%lx %4s", &start, &end, protection);
    if ((protection[1] != 'w' && protection[2] != 'x') || strstr(line, "[vs") ||
        strstr(line, "[vvar")) {
      continue;
    }
    char *bytes = malloc(end - start);
    int wrong = back ? fread(bytes, 1, end - start, pages) != end - start ||
                           pwrite(memory, bytes, end - start, start) != (long) (end - start)
                     : pread(memory, bytes, end - start, start) != (long) (end - start) ||
                           fwrite(bytes, 1, end - start, pages) != end - start;
    if (wrong) perror(line), exit(99);
    free(bytes);
  }
  close(memory);
  fclose(maps), fclose(list), fclose(pages);
}

int main(int count, char **arguments) {
  int status;
  (void) count;
  pid_t pid = fork();
  if (!pid) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execv(arguments[3], arguments + 3);
    _exit(99);
  }
  waitpid(pid, &status, 0);
  ptrace(PTRACE_CONT, pid, 0, 0);
  usleep(atoi(arguments[1]));
  kill(pid, SIGSTOP);
  waitpid(pid, &status, 0);
  if (WIFSTOPPED(status)) {
    struct user_regs_struct registers;
    char line[16];
    ptrace(PTRACE_GETREGS, pid, 0, &registers);
    FILE *file = create(arguments[2], "registers", "w");
    fwrite(&registers, sizeof registers, 1, file);
    fclose(file);
    copy(pid, arguments[2], 0);
    fprintf(stderr, "stopped\n");
    if (!fgets(line, sizeof line, stdin)) exit(99);
    copy(pid, arguments[2], 1);
    ptrace(PTRACE_DETACH, pid, 0, 0);
    waitpid(pid, &status, 0);
  } else {
    fprintf(stderr, "ended\n");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
