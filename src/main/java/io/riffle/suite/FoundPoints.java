package io.riffle.suite;

import io.riffle.elf.ElfFile;
import io.riffle.flow.FoundPlace;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.Profiler;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.BuiltWorkload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The migration points of programs that no table knows, found by a profile in a guest. Each is kept
 * with the build it was found for, so that a cell means the same place the next time.
 */
final class FoundPoints {
  // Part of every key: change it with anything that finds other points.
  private static final String FORMAT = "5";
  private static final String KIND = "points";
  private static final String FILE = "point";

  /** The suite's functions that measure and print: a process that stands there works no more. */
  private static final String AROUND_THE_WORK = "timer_.*|wtime_?|elapsed_time|(c_)?print_results";

  private final Home home;

  FoundPoints(Home home) {
    this.home = home;
  }

  /**
   * The point of a program, profiled now if it never was.
   *
   * @return nothing if no function is entered well inside the run
   */
  Optional<FoundPlace> find(BuiltWorkload built, InstalledProgram program) {
    try {
      Path folder =
          BuildCache.of(home)
              .getOrBuild(
                  KIND,
                  built.workload().id() + "-" + built.isa() + "-" + built.buildId() + "-" + FORMAT,
                  made -> Files.writeString(made.resolve(FILE), profiled(built, program)));
      String text = Files.readString(folder.resolve(FILE));
      return text.isBlank() ? Optional.empty() : Optional.of(FoundPlace.parse(text));
    } catch (IOException e) {
      throw new HostException("cannot keep the profile of " + built.workload() + ": " + e, e);
    }
  }

  private static String profiled(BuiltWorkload built, InstalledProgram program) throws IOException {
    return new Profiler(program, RunLimits.of(built.workload()).multipliedBy(2))
        .find(functions(built.binary()))
        .map(FoundPlace::toString)
        .orElse("");
  }

  private static List<String> functions(Path binary) throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      return LayoutSection.read(ElfFile.read(store))
          .map(Layout::functions)
          .orElse(List.of())
          .stream()
          .map(FunctionLayout::name)
          .filter(name -> !name.equals("main") && !name.matches(AROUND_THE_WORK))
          .distinct()
          .toList();
    }
  }
}
