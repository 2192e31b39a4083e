package io.riffle.shuffle.decode;

import io.riffle.host.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code llvm-objdump-19 -d} prints of a file, an instruction a line. */
final class ObjdumpListing {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private ObjdumpListing() {}

  /**
   * One instruction.
   *
   * @param address virtual address
   * @param raw the instruction in hexadecimal, as printed: bytes on x86-64, a word on aarch64
   * @param mnemonic the mnemonic
   * @param operands the operands, without comments and names of addresses
   */
  record Line(long address, String raw, String mnemonic, String operands) {
    @Override
    public String toString() {
      return Long.toHexString(address) + ": " + raw + " " + mnemonic + " " + operands;
    }
  }

  /** Disassembles a file, with the given further options. */
  static Stream<Line> of(Path file, String... options) {
    List<String> command = new ArrayList<>(List.of("llvm-objdump-19", "-d"));
    command.addAll(List.of(options));
    command.add(file.toString());
    return Tools.run(command, file.toAbsolutePath().getParent(), LIMIT)
        .lines()
        .map(ObjdumpListing::parse)
        .flatMap(Optional::stream);
  }

  private static Optional<Line> parse(String text) {
    String[] columns = text.split("\t", 3);
    int colon = columns[0].indexOf(':');
    if (columns.length < 2 || colon < 0 || columns[1].startsWith("file format")) {
      return Optional.empty();
    }
    return Optional.of(
        new Line(
            Long.parseUnsignedLong(columns[0].substring(0, colon).strip(), 16),
            columns[0].substring(colon + 1).strip(),
            columns[1].strip(),
            columns.length < 3 ? "" : withoutComment(columns[2])));
  }

  private static String withoutComment(String operands) {
    return operands.replaceFirst("\\s*//.*", "").replaceFirst("\\s*<[^<]*>$", "").strip();
  }
}
