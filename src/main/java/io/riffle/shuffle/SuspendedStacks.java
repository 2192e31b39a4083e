package io.riffle.shuffle;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import java.io.IOException;
import java.util.Set;

/**
 * Stacks that no thread is on, which a program switches to by itself: no dump says where they are,
 * so that their frames would keep objects where the code no longer looks for them.
 */
final class SuspendedStacks {
  private static final Set<String> SWITCHES = Set.of("makecontext", "swapcontext");

  private SuspendedStacks() {}

  /**
   * Refuses a live shuffle of a program that can have such stacks, as far as its symbols tell.
   *
   * @throws ShuffleException if it contains or imports a function that switches stacks
   */
  static void refuse(ElfFile elf) throws IOException {
    for (Symbol symbol : elf.symbols()) {
      // A linker may add the version: swapcontext@GLIBC_2.17.
      String name = symbol.name().split("@", 2)[0];
      if (SWITCHES.contains(name)) {
        throw new ShuffleException(
            "%s uses %s, so that it may have suspended stacks, whose frames cannot be found: shuffle"
                    .formatted(elf, name)
                + " the binary alone before it starts, or have it make do with threads");
      }
    }
  }
}
