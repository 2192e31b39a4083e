/* Looking up functions of a program by name and by address. */
#define _GNU_SOURCE
#include "base.h"
#include "isa.h"
#include "program.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

enum { MAX_NAME = 128, MAX_CLOSE_NAMES = 4 };

/* Functions of one name; those of another file with the same local name lie elsewhere. */
static size_t matches(const struct program *program, const char *name, bool only_global,
                      const struct function **first) {
  size_t distinct = 0;
  for (size_t i = 0; i < program->count; i++) {
    const struct function *function = &program->functions[i];
    if (strcmp(function->name, name) != 0 || (only_global && function->binding == STB_LOCAL)) {
      continue;
    }
    if (distinct == 0) {
      *first = function;
      distinct = 1;
    } else if (function->address != (*first)->address) {
      distinct++;
    }
  }
  return distinct;
}

const struct function *find_function(const struct program *program, const char *name) {
  const struct function *found = NULL;
  if (matches(program, name, true, &found) == 1) {
    return found;
  }
  return matches(program, name, false, &found) == 1 ? found : NULL;
}

/* Levenshtein's distance, over at most MAX_NAME characters. */
static size_t distance(const char *left, const char *right) {
  size_t row[MAX_NAME + 1];
  size_t width = strnlen(right, MAX_NAME);
  for (size_t j = 0; j <= width; j++) {
    row[j] = j;
  }
  for (size_t i = 1; i <= MAX_NAME && left[i - 1] != '\0'; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= width; j++) {
      size_t above = row[j];
      size_t best = diagonal + (left[i - 1] != right[j - 1]);
      best = best < above + 1 ? best : above + 1;
      best = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
      row[j] = best;
      diagonal = above;
    }
  }
  return row[width];
}

/* Writes the closest names, best first, as ": did you mean 'a', 'b'?", or nothing. */
static void describe_close(const struct program *program, const char *name, char *text,
                           size_t capacity) {
  const char *best[MAX_CLOSE_NAMES] = {NULL};
  size_t scores[MAX_CLOSE_NAMES];
  size_t found = 0;
  size_t limit = strlen(name) / 3 + 1;
  for (size_t i = 0; i < program->count; i++) {
    const char *candidate = program->functions[i].name;
    size_t score = strlen(name) >= 3 && strstr(candidate, name) != NULL ? 1 : distance(name, candidate);
    bool known = false;
    for (size_t k = 0; k < found; k++) {
      known = known || strcmp(best[k], candidate) == 0;
    }
    size_t place = found;
    while (place > 0 && scores[place - 1] > score) {
      place--;
    }
    if (known || score > limit || place == MAX_CLOSE_NAMES) {
      continue;
    }
    found = found < MAX_CLOSE_NAMES ? found + 1 : found;
    for (size_t k = found - 1; k > place; k--) {
      best[k] = best[k - 1];
      scores[k] = scores[k - 1];
    }
    best[place] = candidate;
    scores[place] = score;
  }
  size_t used = 0;
  text[0] = '\0';
  for (size_t k = 0; k < found && used < capacity; k++) {
    used += (size_t)snprintf(text + used, capacity - used, "%s'%.*s'",
                             k == 0 ? ": did you mean " : ", ", MAX_NAME, best[k]);
  }
  if (found > 0 && used + 1 < capacity) {
    strcpy(text + used, "?");
  }
}

static noreturn void complain_of_name(const struct program *program, const char *name) {
  const struct function *found = NULL;
  if (program->count == 0) {
    die(EXIT_NO_FUNCTION, "program '%s' has no function symbols, so '%s' is unknown: do not strip it",
        program->path, name);
  }
  if (matches(program, name, false, &found) > 1) {
    die(EXIT_NO_FUNCTION, "program '%s' has more than one function '%s': give one a name of its own",
        program->path, name);
  }
  char close[MAX_CLOSE_NAMES * (MAX_NAME + 8) + 32];
  describe_close(program, name, close, sizeof close);
  die(EXIT_NO_FUNCTION, "program '%s' has no function '%s'%s", program->path, name, close);
}

void require_place(const struct program *program, const char *name, uint64_t offset) {
  const struct function *found = find_function(program, name);
  if (found == NULL) {
    complain_of_name(program, name);
  }
  uint64_t size = found->end - found->address;
  if (offset != 0 && offset >= size) {
    die(EXIT_NO_FUNCTION, "function '%s' has 0x%llx bytes, so no instruction at +0x%llx: take a lower one",
        name, (unsigned long long)size, (unsigned long long)offset);
  }
  /* Where instructions are as long as a breakpoint, they lie at multiples of it. */
  if (offset % isa.breakpoint_size != 0) {
    die(EXIT_NO_FUNCTION, "no instruction begins at '%s'+0x%llx: take a multiple of %zu", name,
        (unsigned long long)offset, isa.breakpoint_size);
  }
}

const struct function *function_at(const struct program *program, uint64_t address) {
  const struct function *best = NULL;
  for (size_t i = 0; i < program->count; i++) {
    const struct function *function = &program->functions[i];
    if (function->address > address) {
      continue;
    }
    if (best == NULL || function->address > best->address ||
        (function->address == best->address && best->binding == STB_LOCAL)) {
      best = function;
    }
  }
  return best != NULL && address < best->end ? best : NULL;
}
