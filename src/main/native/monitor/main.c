/* riffle-monitor: starts, stops, continues and reaps the programs that Riffle migrates. */
#define _GNU_SOURCE
#include "base.h"
#include "commands.h"
#include "isa.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Neither this process nor the program keeps files of the caller open but its standard streams. */
static void close_inherited(void) {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
    if (fcntl(stream, F_GETFD) < 0) {
      /* The lowest free number is taken, which is this one. */
      open("/dev/null", O_RDWR);
    }
  }
  close_range(STDERR_FILENO + 1, ~0U, 0);
}

int main(int count, char **arguments) {
  close_inherited();
  reset_signals();
  struct options options = parse_options(count, arguments);
  switch (options.command) {
    case SPAWN:
      return run_spawn(&options);
    case ATTACH:
      return run_attach(&options);
    case ADOPT:
      return run_adopt(&options);
    case WAIT:
      return run_wait(&options);
    case STATE:
      return run_state(&options);
    case PROFILE:
      return run_profile(&options);
    case VERSION:
      printf("riffle-monitor %s (%s)\n", MONITOR_VERSION, isa.name);
      return EXIT_DONE;
  }
  return EXIT_FAILED;
}
