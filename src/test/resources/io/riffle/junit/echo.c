#include <stdio.h>

__attribute__((noinline)) static void say(const char *word) { puts(word); }

/* Prints its arguments, one a line. */
int main(int count, char **words) {
  for (int i = 1; i < count; i++) say(words[i]);
  return 0;
}
