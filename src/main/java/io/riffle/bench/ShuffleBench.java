package io.riffle.bench;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import io.riffle.flow.BinaryMirror;
import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShufflePhases;
import io.riffle.shuffle.Shuffler;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import io.riffle.storage.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures the shuffler on one program, dumped in a guest of its ISA. */
public final class ShuffleBench {
  private static final Duration SMALL = Duration.ofSeconds(8);
  private static final Duration RUN = Duration.ofSeconds(60);
  private static final int REMOTE_ROUNDS = 3;
  private static final int COLD_ROUNDS = 5;
  private static final double MEGABYTE = 1e6;

  private final Guest guest;
  private final Path scratch;
  private final int rounds;

  /**
   * A benchmark.
   *
   * @param guest where programs are dumped
   * @param scratch an existing folder for dumps
   * @param rounds measured rounds in the warm JVM; as many before them are not measured
   */
  public ShuffleBench(Guest guest, Path scratch, int rounds) {
    this.guest = guest;
    this.scratch = scratch;
    this.rounds = rounds;
  }

  /**
   * Dumps a program and measures.
   *
   * @param name what to call it
   * @param binary its binary, with a layout
   * @param stop where it is suspended for the dump
   * @param launcher the command that starts Riffle, for cold processes
   */
  public ShuffleTimes measure(String name, Path binary, StopPoint stop, Optional<Path> launcher)
      throws IOException {
    Path folder = Files.createTempDirectory(scratch, name);
    InstalledProgram installed =
        InstalledProgram.install(
            guest,
            new Program(name, Map.of(guest.isa(), binary)),
            new MonitorBuild(Home.fromEnvironment()).get(guest.isa()));
    Flow flow = new Flow(installed, RUN, folder, step -> {});
    flow.spawn(stop);
    flow.dump();
    String there = "/root/" + name;
    fetch(there, name, folder);
    ShuffleTimes.Remote remote = remote(there, name, binary);
    guest.run("rm -rf " + there, SMALL).orThrow();
    Map<String, List<Double>> phases = new LinkedHashMap<>();
    List<Double> totals = new ArrayList<>();
    int functions = warm(folder, phases, totals);
    Map<String, Spread> spreads = new LinkedHashMap<>();
    phases.forEach((phase, millis) -> spreads.put(phase, spread(millis)));
    ShuffleTimes times =
        new ShuffleTimes(
            name,
            guest.isa(),
            Files.size(folder.resolve("binary")),
            sizeOf(folder.resolve("images")),
            functions,
            spreads,
            spread(totals),
            decoding(folder.resolve("binary")),
            remote,
            launcher.isPresent() ? Optional.of(cold(folder, launcher.get())) : Optional.empty());
    FileTree.delete(folder);
    return times;
  }

  private void fetch(String there, String name, Path folder) throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (String image :
        guest.run("ls " + there + "/images", SMALL).orThrow().output().lines().toList()) {
      guest.fetch(there + "/images/" + image, images.resolve(image));
    }
    guest.fetch(there + "/" + name, folder.resolve("binary"));
  }

  private ShuffleTimes.Remote remote(String there, String name, Path binary) throws IOException {
    double[] seconds = new double[REMOTE_ROUNDS];
    Meter meter = new Meter();
    BinaryMirror mirror = new BinaryMirror(guest, there + "/" + name, binary);
    for (int round = 0; round < REMOTE_ROUNDS; round++) {
      meter = new Meter();
      Directory images = meter.metered(guest.shell().directory(there + "/images"));
      long start = System.nanoTime();
      ByteStore binaryThere = meter.metered(guest.shell().directory(there).open(name));
      try (ByteStore store = mirror.open(binaryThere);
          ImageDirectory image = ImageDirectory.open(images)) {
        Shuffler.shuffle(image, ElfFile.read(store), ShuffleOptions.seeded(round).allowingAgain());
      }
      seconds[round] = (System.nanoTime() - start) / 1e9;
    }
    return new ShuffleTimes.Remote(
        Spread.of(seconds), meter.bytesRead(), meter.bytesWritten(), meter.requests());
  }

  private int warm(Path folder, Map<String, List<Double>> phases, List<Double> totals)
      throws IOException {
    int functions = 0;
    for (int round = -rounds; round < rounds; round++) {
      Path copy = copy(folder);
      Meter meter = new Meter();
      ShufflePhases measured = new ShufflePhases(meter);
      long start = System.nanoTime();
      try (ByteStore store = meter.metered(LocalByteStore.open(copy.resolve("binary")));
          ImageDirectory image =
              ImageDirectory.open(meter.metered(new LocalDirectory(copy.resolve("images"))))) {
        measured.end(ShufflePhases.Phase.READ);
        functions =
            Shuffler.shuffle(
                    image, ElfFile.read(store), ShuffleOptions.seeded(round), Optional.of(measured))
                .functions()
                .size();
      }
      if (round >= 0) {
        totals.add((System.nanoTime() - start) / 1e6);
        measured
            .nanos()
            .forEach(
                (phase, nanos) ->
                    phases
                        .computeIfAbsent(
                            phase.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            key -> new ArrayList<>())
                        .add(nanos / 1e6));
      }
      FileTree.delete(copy);
    }
    return functions;
  }

  private Spread decoding(Path binary) throws IOException {
    List<Double> speeds = new ArrayList<>();
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      ElfFile elf = ElfFile.read(store);
      Decoder decoder = Decoder.of(elf.isa());
      List<byte[]> code = new ArrayList<>();
      for (Segment segment : elf.segments()) {
        if (segment.type() == Segment.LOAD && (segment.flags() & Segment.EXECUTABLE) != 0) {
          code.add(store.read(segment.offset(), Math.toIntExact(segment.fileSize())));
        }
      }
      for (int round = -rounds; round < rounds; round++) {
        long start = System.nanoTime();
        long bytes = 0;
        for (byte[] segment : code) {
          int at = 0;
          while (at < segment.length) {
            at += decoder.decode(segment, at, at).length();
          }
          bytes += at;
        }
        if (round >= 0) {
          speeds.add(bytes / MEGABYTE * 1e9 / (System.nanoTime() - start));
        }
      }
    }
    return spread(speeds);
  }

  private Spread cold(Path folder, Path launcher) throws IOException {
    double[] seconds = new double[COLD_ROUNDS];
    for (int round = 0; round < COLD_ROUNDS; round++) {
      Path copy = copy(folder);
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  launcher.toString(),
                  "shuffle",
                  copy.resolve("images").toString(),
                  copy.resolve("binary").toString(),
                  "--seed",
                  Integer.toString(round))
              .redirectErrorStream(true)
              .redirectOutput(copy.resolve("log").toFile())
              .start();
      try {
        if (!process.waitFor(SMALL.toSeconds() * 10, TimeUnit.SECONDS)
            || process.exitValue() != 0) {
          process.destroyForcibly();
          throw new IOException(
              launcher + " shuffle failed: " + Files.readString(copy.resolve("log")));
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      seconds[round] = (System.nanoTime() - start) / 1e9;
      FileTree.delete(copy);
    }
    return Spread.of(seconds);
  }

  private Path copy(Path folder) throws IOException {
    Path copy = Files.createTempDirectory(scratch, "round");
    Path images = Files.createDirectory(copy.resolve("images"));
    try (Stream<Path> files = Files.list(folder.resolve("images"))) {
      for (Path file : files.toList()) {
        Files.copy(file, images.resolve(file.getFileName()));
      }
    }
    Files.copy(folder.resolve("binary"), copy.resolve("binary"));
    return copy;
  }

  private static long sizeOf(Path folder) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
