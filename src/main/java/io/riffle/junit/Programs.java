package io.riffle.junit;

import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.workload.CProgramBuilder;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes the program that a {@link FlowOf} names, and a flow of it in a guest. */
final class Programs {
  private static final String ISA = "{isa}";

  private Programs() {}

  static Flow flow(FlowOf named, Guest guest, String place) {
    Home home = Home.fromEnvironment();
    try {
      Program program = program(named, guest.isa(), home, place);
      InstalledProgram installed =
          InstalledProgram.install(guest, program, new MonitorBuild(home).get(guest.isa()));
      return new Flow(
          installed,
          Duration.ofSeconds(named.longestRunSeconds()),
          Files.createTempDirectory(guest.artefacts(), program.name() + "-"),
          step -> {});
    } catch (IOException e) {
      throw new HostException("cannot prepare the program of " + place + ": " + e, e);
    }
  }

  /** With the binary of that ISA, and of others only if a factory makes them too. */
  static Program program(FlowOf named, Isa isa, Home home, String place) throws IOException {
    Program program = found(named, isa, home, place);
    return named.arguments().length == 0 ? program : program.with(List.of(named.arguments()));
  }

  private static Program found(FlowOf named, Isa isa, Home home, String place) throws IOException {
    boolean made = named.factory() != ProgramFactory.class;
    int ways = 0;
    for (boolean way :
        List.of(
            named.source().length > 0,
            !named.binary().isEmpty(),
            !named.workload().isEmpty(),
            made)) {
      ways += way ? 1 : 0;
    }
    if (ways != 1) {
      throw new ExtensionConfigurationException(
          "@FlowOf of "
              + place
              + " needs one of source, binary, workload, factory; it has "
              + ways);
    }
    if (made) {
      return made(named.factory(), isa, home, place);
    }
    if (named.source().length > 0) {
      return compiled(Arrays.stream(named.source()).map(Path::of).toList(), isa, home);
    }
    return named.binary().isEmpty()
        ? kernel(named.workload(), isa, home, place)
        : prebuilt(named.binary(), isa, place);
  }

  private static Program made(
      Class<? extends ProgramFactory> factory, Isa isa, Home home, String place)
      throws IOException {
    Program program = ReflectionSupport.newInstance(factory).make(home);
    if (!program.binaries().containsKey(isa)) {
      throw new ExtensionConfigurationException(
          "@FlowOf of " + place + ": " + factory.getName() + " made no binary for " + isa);
    }
    return program;
  }

  private static Program compiled(List<Path> sources, Isa isa, Home home) {
    String name = sources.get(0).getFileName().toString().replaceFirst("\\.[^.]*$", "");
    CProgramBuilder builder = new CProgramBuilder(BuildCache.of(home));
    return new Program(name, Map.of(isa, builder.build(name, sources, isa)));
  }

  private static Program kernel(String id, Isa isa, Home home, String place) {
    int dot = id.indexOf('.');
    if (dot < 0) {
      throw new ExtensionConfigurationException(
          "@FlowOf of " + place + ": workload is '" + id + "'; write KERNEL.CLASS, such as is.S");
    }
    Workload workload = Workloads.find(id.substring(0, dot), id.substring(dot + 1));
    NpbBuilder builder = NpbBuilder.bundled(BuildCache.of(home));
    return new Program(workload.name(), Map.of(isa, builder.build(workload, isa).binary()));
  }

  private static Program prebuilt(String pattern, Isa isa, String place) {
    if (!pattern.contains(ISA)) {
      throw new ExtensionConfigurationException(
          "@FlowOf of " + place + ": binary is '" + pattern + "'; " + ISA + " must be in it");
    }
    String name =
        Path.of(pattern)
            .getFileName()
            .toString()
            .replace(ISA, "")
            .replaceAll("^[-_.]+|[-_.]+$", "");
    Path binary = Path.of(pattern.replace(ISA, isa.displayName()));
    if (!Files.isReadable(binary)) {
      throw new HostException("there is no binary " + binary.toAbsolutePath() + " for " + place);
    }
    return new Program(name.isEmpty() ? "program" : name, Map.of(isa, binary));
  }
}
