/*
 * The foreground process forks a background one, which is the program's parent, its tracer until it
 * stands, and its reaper afterwards. Until the foreground has its answer the three die together.
 */
#define _GNU_SOURCE
#include "base.h"
#include "breakpoint.h"
#include "child.h"
#include "commands.h"
#include "program.h"
#include "reap.h"
#include "release.h"
#include "report.h"
#include "status_file.h"
#include "stay.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIGNAL_EXIT_BASE = 128 };

/* What the background tells the foreground once the program stands or runs. */
struct answer {
  enum exit_code code;
  pid_t pid;
};

/* Hands the answer to the foreground and leaves everything of the caller: files, directory. */
static void answer(int channel, struct answer answer) {
  prctl(PR_SET_PDEATHSIG, 0);
  fflush(stdout);
  int nowhere = open("/dev/null", O_RDWR);
  for (int stream = 0; stream < 3; stream++) {
    dup2(nowhere, stream);
  }
  if (nowhere > STDERR_FILENO) {
    close(nowhere);
  }
  if (chdir("/") < 0 || write(channel, &answer, sizeof answer) != sizeof answer) {
    _exit(EXIT_FAILED);
  }
  close(channel);
}

static void kill_and_reap(pid_t pid) {
  kill(pid, SIGKILL);
  waitpid(pid, NULL, __WALL);
}

static int end_early(const struct options *options, struct status_file *status_file,
                     const struct target *target, const struct stop_place *place) {
  write_status_file(status_file, target->pid, target->end_status, -1);
  if (!options->stay) {
    print_end(stdout, "ended", target->pid, target->end_status, &place->entries);
  }
  return (int)complain_of_end(options->program[0], &options->stop, target, place);
}

/* Runs the program to its stop; returns EXIT_DONE once it stands there, untraced. */
static int trace(const struct options *options, struct child *child, const struct launch *launch,
                 struct status_file *status_file, struct target *target) {
  struct stop_place place = {0};
  if (ptrace(PTRACE_SEIZE, child->pid, NULL, (void *)(seize_options | PTRACE_O_EXITKILL)) < 0) {
    int error = errno;
    kill_and_reap(child->pid);
    die(EXIT_FAILED, "cannot trace a child: %s", strerror(error));
  }
  add_thread(target, child->pid);
  open_gate(child);
  /* The tracer learns of the exec itself; this pipe tells only why there was none. */
  if (!await_thread(target, child->pid)) {
    require_exec(child, launch->path);
  }
  close(child->errors);
  switch (run_to_stop(target, &options->stop, &place)) {
    case STOPPED:
      /* People are told once the foreground knows. */
      if (!options->stay) {
        print_stopped(target, &options->stop, &place);
      }
      return EXIT_DONE;
    case ENDED:
      return end_early(options, status_file, target, &place);
    default:
      kill_and_reap(child->pid);
      write_status_file(status_file, child->pid, SIGKILL, -1);
      if (!options->stay) {
        print_end(stdout, "timeout", child->pid, SIGKILL, &place.entries);
      }
      return (int)complain_of_time(options->program[0], options, &place);
  }
}

/* The background process: answers over the channel, then reaps. */
static int serve(const struct options *options, const struct launch *launch,
                 struct status_file *status_file, int channel) {
  int64_t deadline = ms_from_now(options->timeout_ms);
  struct child child = start_child(launch);
  struct target target = new_target(child.pid, deadline, false);
  bool stops = options->stop.function != NULL || options->stop.after_ms >= 0;
  if (stops) {
    int code = trace(options, &child, launch, status_file, &target);
    if (code != EXIT_DONE) {
      return code;
    }
  } else {
    status_file->timed = true;
    open_gate(&child);
    require_exec(&child, launch->path);
    if (!options->stay) {
      print_running(child.pid);
    }
  }
  answer(channel, (struct answer){EXIT_DONE, child.pid});
  int status = reap(child.pid, status_file, stops ? NEVER : deadline);
  return WIFEXITED(status) ? WEXITSTATUS(status) : SIGNAL_EXIT_BASE + WTERMSIG(status);
}

static int await(pid_t background) {
  int status;
  while (waitpid(background, &status, 0) < 0) {
    if (errno != EINTR) {
      return -1;
    }
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A dump ends the program by SIGKILL, which is what who stays has been waiting for. */
static int stay(const struct options *options, pid_t pid, pid_t background) {
  pass_signals_on_to(pid);
  if (options->stop.function != NULL) {
    complain("%s (process %d) stands at %s:%llu and waits to be dumped", options->program[0], pid,
             options->stop.place, (unsigned long long)options->stop.entry);
  } else if (options->stop.after_ms >= 0) {
    complain("%s (process %d) stands and waits to be dumped", options->program[0], pid);
  }
  int code = await(background);
  if (code == SIGNAL_EXIT_BASE + SIGKILL) {
    tell_end(pid, SIGKILL);
    return EXIT_DONE;
  }
  return code < 0 ? EXIT_FAILED : code;
}

int run_spawn(const struct options *options) {
  struct launch launch = prepare_launch(options);
  struct program program = read_program(launch.path);
  if (options->stop.function != NULL) {
    require_place(&program, options->stop.function, options->stop.offset);
  }
  free_program(&program);
  struct status_file status_file = open_status_file(options->status);
  struct follower follower = options->stay ? follow_new(options) : (struct follower){0, -1};
  int channel[2];
  pid_t foreground = getpid();
  if (pipe2(channel, O_CLOEXEC) < 0) {
    die(EXIT_FAILED, "cannot make a pipe: %s", strerror(errno));
  }
  pid_t background = fork();
  if (background < 0) {
    die(EXIT_FAILED, "cannot fork: %s", strerror(errno));
  }
  if (background == 0) {
    close(channel[0]);
    setsid();
    /* If the foreground is killed, so is this process, and the program with it. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != foreground) {
      return EXIT_FAILED;
    }
    if (follower.pid > 0) {
      close(follower.alive);
    }
    return serve(options, &launch, &status_file, channel[1]);
  }
  close(channel[1]);
  struct answer answer;
  if (read(channel[0], &answer, sizeof answer) == sizeof answer) {
    int code = options->stay ? stay(options, answer.pid, background) : (int)answer.code;
    stop_following(&follower);
    return code;
  }
  /* The background ended without a program to care for: its exit code says why. */
  int code = await(background);
  stop_following(&follower);
  if (code < 0) {
    die(EXIT_FAILED, "the monitor's background process was killed");
  }
  return code;
}
