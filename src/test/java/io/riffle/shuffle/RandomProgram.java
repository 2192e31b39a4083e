package io.riffle.shuffle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A C program drawn by chance: a chain of functions, each with many variables of many sizes that
 * live across its calls, which prints a checksum now and then. It has no undefined behaviour, so
 * that the same binary always prints the same.
 *
 * @param seed draws it
 * @param functions how many functions call each other
 * @param objects how many variables each has
 * @param rounds how often the chain runs
 */
record RandomProgram(long seed, int functions, int objects, int rounds) {
  private static final List<String> TYPES =
      List.of("uint64_t", "uint32_t", "uint16_t", "uint8_t", "double", "float", "vec", "uint64_t");

  private static final String HEAD =
      """
      #include <stdint.h>
      #include <stdio.h>
      typedef uint32_t vec __attribute__((vector_size(16)));
      #define NOINLINE __attribute__((noinline))
      static NOINLINE uint64_t touch(uint64_t *p, uint64_t by) {
        *p = (*p ^ by) * 0x9E3779B97F4A7C15u;
        return *p >> 7;
      }
      struct box { uint64_t sum; uint32_t parts[6]; };
      static NOINLINE uint64_t blend(struct box *to, const struct box *from, uint32_t at) {
        for (unsigned i = 0; i < 6; i++) to->parts[i] = to->parts[i] * 5 + from->parts[(i + at) % 6];
        return to->sum += from->sum ^ to->parts[at % 6];
      }
      """;

  /** A program of a size drawn by chance too. */
  static RandomProgram draw(long seed) {
    Random random = new Random(seed);
    return new RandomProgram(
        seed, 3 + random.nextInt(10), 4 + random.nextInt(24), 60 + random.nextInt(200));
  }

  /** The function whose entry the program is stopped at; each round enters each function once. */
  String stopFunction() {
    return "f" + new Random(seed ^ 0x51).nextInt(functions);
  }

  /** At which of its entries. */
  int stopEntry() {
    return 1 + new Random(seed ^ 0x52).nextInt(rounds);
  }

  /** How it is optimised. */
  String level() {
    return List.of("-O0", "-O1", "-O2", "-O3", "-Os").get(new Random(seed ^ 0x53).nextInt(5));
  }

  String source() {
    StringBuilder text = new StringBuilder(HEAD);
    for (int function = 0; function < functions; function++) {
      text.append(function(function));
    }
    return text.append(
            """
            int main(void) {
              uint64_t h = %du;
              for (unsigned r = 0; r < %d; r++) {
                h = f%d(h, r);
                if (r %% 8 == 0) printf("%%u %%016llx\\n", r, (unsigned long long) h);
              }
              printf("end %%016llx\\n", (unsigned long long) h);
              return 0;
            }
            """
                .formatted(seed & 0xffffff, rounds, functions - 1))
        .toString();
  }

  private String function(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    StringBuilder text =
        new StringBuilder("NOINLINE uint64_t f%d(uint64_t a, uint32_t b) {\n".formatted(number));
    List<String> types = new ArrayList<>();
    for (int object = 0; object < objects; object++) {
      types.add(TYPES.get(random.nextInt(TYPES.size())));
      text.append(declaration(types.get(object), object, random));
    }
    int array = 1 << 1 + random.nextInt(4);
    text.append(
        "  uint32_t list[%d] = {b, (uint32_t) a}, other[%d] = {1, b};\n".formatted(array, array));
    text.append("  struct box box = {a, {b, 2, 3}}, spare = {b, {4, b, (uint32_t) a, 7}};\n");
    text.append("  uint64_t shown = a + b;\n");
    String called =
        number == 0
            ? "touch(&shown, a)"
            : "f%d(a + touch(&shown, b), b + %d)".formatted(number - 1, random.nextInt(9));
    text.append("  uint64_t sum = ").append(called).append(";\n");
    text.append("  list[sum & %d] ^= (uint32_t) sum;\n".formatted(array - 1));
    text.append(
        "  for (unsigned i = 1; i < %d; i++) other[i] += list[i - 1] * 3 + other[i - 1];\n"
            .formatted(array));
    text.append("  struct box *to = sum & 1 ? &box : &spare;\n");
    text.append("  sum += blend(to, &box, b) + blend(&spare, to, (uint32_t) sum);\n");
    text.append("  for (unsigned i = 0; i < %d; i++) {\n".formatted(1 + random.nextInt(3)));
    for (int object = 0; object < objects; object++) {
      text.append(step(types.get(object), object, random));
    }
    text.append("    sum ^= touch(&shown, sum);\n  }\n");
    for (int object = 0; object < objects; object++) {
      text.append("  sum = sum * 31 + %s;\n".formatted(integer(types.get(object), object)));
    }
    text.append("  sum += other[sum & %d] + box.parts[sum %% 6];\n".formatted(array - 1));
    text.append("  return sum + shown + list[b & %d] + spare.sum;\n}\n".formatted(array - 1));
    return text.toString();
  }

  private static String declaration(String type, int object, Random random) {
    int constant = random.nextInt(1000);
    String value =
        switch (type) {
          case "double", "float" -> "(%s) (a & 1023) * 0.5f + %d".formatted(type, constant);
          case "vec" -> "{b, (uint32_t) a, %d, b ^ %du}".formatted(constant, constant);
          default -> "(%s) (a * %du + b)".formatted(type, 2 * constant + 1);
        };
    return "  %s v%d = %s;\n".formatted(type, object, value);
  }

  private static String step(String type, int object, Random random) {
    int constant = 1 + random.nextInt(200);
    String value =
        switch (type) {
          case "double", "float" -> "v%d * 0.25f + (%s) ((sum + i) & 1023)".formatted(object, type);
          case "vec" -> "v%d * %du + (vec) {b, i, (uint32_t) sum, 7}".formatted(object, constant);
          default ->
              "(%s) (v%d * %du + (sum >> %d))".formatted(type, object, constant, object % 40);
        };
    return "    v%d = %s;\n".formatted(object, value);
  }

  private static String integer(String type, int object) {
    return switch (type) {
      case "double", "float" -> "(uint64_t) v%d".formatted(object);
      case "vec" -> "v%d[%d]".formatted(object, object % 4);
      default -> "v%d".formatted(object);
    };
  }

  /**
   * The smallest program found that still fails; this one if none smaller does.
   *
   * @param fails whether a program fails
   * @param attempts how often to ask at most
   */
  RandomProgram shrink(Predicate<RandomProgram> fails, int attempts) {
    RandomProgram smallest = this;
    int left = attempts;
    for (boolean found = true; found && left > 0; ) {
      found = false;
      for (RandomProgram smaller : smallest.smaller()) {
        if (left-- > 0 && fails.test(smaller)) {
          smallest = smaller;
          found = true;
          break;
        }
      }
    }
    return smallest;
  }

  private List<RandomProgram> smaller() {
    List<RandomProgram> all = new ArrayList<>();
    halved(functions, 1).ifPresent(n -> all.add(new RandomProgram(seed, n, objects, rounds)));
    halved(objects, 2).ifPresent(n -> all.add(new RandomProgram(seed, functions, n, rounds)));
    halved(rounds, 4).ifPresent(n -> all.add(new RandomProgram(seed, functions, objects, n)));
    return all;
  }

  private static Optional<Integer> halved(int number, int least) {
    return number / 2 < least ? Optional.empty() : Optional.of(number / 2);
  }
}
