/*
 * A program that can be migrated by honest means though no process can yet: its whole state is one struct, which
 * it writes to a file when it is told to end and takes from there when it is given the file. The struct is written
 * as it lies in memory, so that the other ISA's differs: a long double has another format there.
 *
 *   relay             runs to its end
 *   relay stop        suspends itself half-way
 *   relay late        the same, and at its very begin, when it could not write yet
 *   relay FILE        goes on with the state in the file
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STEPS = 400, HALF = STEPS / 2, EVERY = 40 };

struct state {
  char magic[8];
  long step;
  long double sum;
};

static const char magic[8] = "relay";
static volatile sig_atomic_t told;

static void tell(int signal) { told = signal; }

static int save(const struct state *state, const char *path) {
  FILE *file = fopen(path, "wb");
  return file != NULL && fwrite(state, sizeof *state, 1, file) == 1 && fclose(file) == 0;
}

static int load(struct state *state, const char *path) {
  FILE *file = fopen(path, "rb");
  return file != NULL && fread(state, sizeof *state, 1, file) == 1 && fclose(file) == 0 &&
         memcmp(state->magic, magic, sizeof magic) == 0 && state->step > 0 && state->step < STEPS;
}

int main(int count, char **arguments) {
  struct state state = {.step = 0};
  memcpy(state.magic, magic, sizeof magic);
  int late = count == 2 && strcmp(arguments[1], "late") == 0;
  int stops = late || (count == 2 && strcmp(arguments[1], "stop") == 0);
  if (late) {
    raise(SIGSTOP);
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  signal(SIGTERM, tell);
  if (count == 2 && !stops) {
    if (!load(&state, arguments[1])) {
      fprintf(stderr, "relay: no state is in %s\n", arguments[1]);
      return 1;
    }
  } else {
    printf("\n\n Relay\n\n");
  }
  for (; state.step < STEPS; state.step++) {
    if (stops && state.step == HALF) {
      raise(SIGSTOP);
    }
    if (told) {
      return save(&state, "images/state") ? 0 : 1;
    }
    state.sum += (long double)(state.step % 7) / 2;
    if (state.step % EVERY == EVERY - 1) {
      printf(" step %4ld sum %.1Lf\n", state.step, state.sum);
    }
  }
  long halves = 0;
  for (long step = 0; step < STEPS; step++) {
    halves += step % 7;
  }
  int good = state.sum == (long double)halves / 2;
  printf("\n Verification    =               %s\n", good ? "SUCCESSFUL" : "UNSUCCESSFUL");
  return 0; /* as the suite's own programs: the line above is what counts */
}
