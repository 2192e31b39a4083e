package io.riffle.workload;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.List;

/**
 * A workload's binary for one ISA: static, not position-independent, with symbols and a section
 * {@code .riffle.layout}, without debug information. It lies in the build cache: copy it before
 * changing it.
 *
 * <pre>{@code
 * BuiltWorkload built = builder.build(Workloads.find("bt", "S"), Isa.AARCH64);
 * Files.copy(built.binary(), Path.of("bt_aarch64"));
 * }</pre>
 *
 * @param workload what was built
 * @param isa what for
 * @param binary the executable, named like {@code ep_x86-64}
 * @param buildId its GNU build-id in hexadecimal
 * @param files what the program looks for in its working directory
 */
public record BuiltWorkload(
    Workload workload, Isa isa, Path binary, String buildId, List<Path> files) {

  /** Copies {@code files}. */
  public BuiltWorkload {
    files = List.copyOf(files);
  }
}
