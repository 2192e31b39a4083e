package io.riffle.workload;

import io.riffle.host.HostException;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.CompilerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a compiler so that it says how the frames of one source are laid out and used. */
final class FrameCompiler {
  private FrameCompiler() {}

  /**
   * Compiles one source.
   *
   * @param command clang and all its other arguments
   * @param remarks where its remarks go, below {@code folder}; its machine IR goes beside them
   * @throws HostException with the compiler's words if it does not compile
   */
  static void compile(
      List<String> command,
      Isa isa,
      Path remarks,
      Path folder,
      Map<String, String> environment,
      Duration limit) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(CompilerOptions.all(isa));
    // Relative paths alone, so that no output knows in which folder it was made.
    whole.add("-foptimization-record-file=" + folder.relativize(remarks));
    String printed = Tools.run(whole, folder, environment, limit);
    try {
      Files.writeString(CompilerOptions.machineIrFile(remarks), printed);
    } catch (IOException e) {
      throw new HostException("cannot keep what the compiler printed: " + e, e);
    }
  }
}
