package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what clang prints of its machine IR with {@link CompilerOptions#machineIr}: each function
 * before and after the pass that lays frames out, and where the ISA needs it, before and after the
 * one that may give several objects a common base register. Lines that are nothing of this kind,
 * such as warnings, are skipped.
 *
 * <p>A function has a record only if everything in it was understood; {@link FunctionReader} says
 * what that takes.
 */
final class MachineIrReader {
  private static final Pattern DUMP =
      Pattern.compile("# \\*\\*\\* IR Dump (Before|After) .*\\((\\w+)\\) \\*\\*\\*:");
  private static final Pattern FUNCTION = Pattern.compile("# Machine code for function (.+?): .*");
  private static final String END = "# End machine code for function ";

  private final Isa isa;
  private final Map<String, FunctionReader> functions = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  private MachineIrReader(Isa isa) {
    this.isa = isa;
  }

  /**
   * Reads one compilation's print.
   *
   * @return what was recorded, by function; those that were not understood are not there
   * @throws IOException if the file cannot be read
   */
  static Map<String, FrameRecord> read(Path file, Isa isa) throws IOException {
    // Names of variables may be in any encoding; none matters.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      return read(lines, isa);
    }
  }

  /** As {@link #read(Path, Isa)}, from text. */
  static Map<String, FrameRecord> read(BufferedReader lines, Isa isa) throws IOException {
    MachineIrReader reader = new MachineIrReader(isa);
    reader.readAll(lines);
    Map<String, FrameRecord> records = new HashMap<>();
    reader.functions.forEach(
        (name, function) -> function.record().ifPresent(record -> records.put(name, record)));
    return records;
  }

  private void readAll(BufferedReader lines) throws IOException {
    String dump = "";
    FunctionReader function = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (function != null) {
        if (line.startsWith(END)) {
          function.end();
          function = null;
        } else {
          function.read(line);
        }
      } else if (line.startsWith("# ")) {
        Matcher header = DUMP.matcher(line);
        Matcher name = FUNCTION.matcher(line);
        if (header.matches()) {
          dump = header.group(1) + " " + header.group(2);
        } else if (name.matches()) {
          function = begin(name.group(1), dump);
        }
      }
    }
    if (function != null) {
      function.giveUp();
    }
  }

  private FunctionReader begin(String name, String dump) {
    FunctionReader function = functions.computeIfAbsent(name, key -> new FunctionReader(isa));
    if (!seen.add(name + " " + dump)) {
      // Two functions of a name cannot be told apart.
      function.giveUp();
    }
    function.begin(dump);
    return function;
  }
}
