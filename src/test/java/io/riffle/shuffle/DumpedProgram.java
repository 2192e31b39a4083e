package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.criu.MemoryMapping;
import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.storage.Directory;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Shapes;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program that a guest's CRIU has dumped: its images and its binary, fetched to this side.
 *
 * @param images the images by name
 * @param binary the binary
 */
record DumpedProgram(Map<String, byte[]> images, byte[] binary) {
  private static final Duration RUN = Duration.ofSeconds(15);
  private static final Duration SMALL = Duration.ofSeconds(4);

  /** Runs a kernel to its migration point in the guest and dumps it there. */
  static DumpedProgram ofKernel(Guest guest, String name, Path folder) throws IOException {
    Workload workload = Workloads.find(name, "S");
    Path binary =
        NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment()))
            .build(workload, guest.isa())
            .binary();
    return of(
        guest,
        name + "-dumped",
        binary,
        new StopPoint.AtFunction(Workloads.migrationPoints(workload).get(0)),
        folder);
  }

  /** Runs a binary in the guest until it stops, dumps it and fetches what there is. */
  static DumpedProgram of(Guest guest, String name, Path binary, StopPoint stop, Path folder)
      throws IOException {
    flow(guest, name, binary, stop, folder);
    return fetch(guest, name, folder);
  }

  /** As above, but leaves all in the guest, in the folder {@link #guestFolder}. */
  static Flow flow(Guest guest, String name, Path binary, StopPoint stop, Path folder) {
    Isa isa = guest.isa();
    InstalledProgram installed =
        InstalledProgram.install(
            guest,
            new Program(name, Map.of(isa, binary)),
            new MonitorBuild(Home.fromEnvironment()).get(isa));
    Flow flow = new Flow(installed, RUN, folder, step -> {});
    flow.spawn(stop);
    flow.dump();
    return flow;
  }

  /** Where a program of that name lies in the guest. */
  static String guestFolder(String name) {
    return "/root/" + name;
  }

  private static DumpedProgram fetch(Guest guest, String name, Path folder) throws IOException {
    String there = guestFolder(name);
    Map<String, byte[]> images = new TreeMap<>();
    String names = guest.run("ls " + there + "/images", SMALL).orThrow().output();
    for (String image : names.lines().toList()) {
      Path here = folder.resolve("fetched");
      guest.fetch(there + "/images/" + image, here);
      images.put(image, Files.readAllBytes(here));
    }
    Path here = folder.resolve("fetched");
    guest.fetch(there + "/" + name, here);
    guest.run("rm -rf " + there, SMALL).orThrow();
    return new DumpedProgram(images, Files.readAllBytes(here));
  }

  /** The shape of frames that is linked with shared libraries, stopped with frames of its own. */
  static DumpedProgram withLibraries(Guest guest, Path folder) throws IOException {
    return of(
        guest,
        "pie-dumped",
        Shapes.build(
            Shapes.find("frames-O2-pie"), guest.isa(), BuildCache.of(Home.fromEnvironment())),
        new StopPoint.AtFunction(new MigrationPoint("mark", 150)),
        folder);
  }

  /** The shared libraries that its first process has mapped in that guest, by their paths. */
  Map<String, byte[]> libraries(Guest guest, Path folder) throws IOException {
    Map<String, byte[]> libraries = new TreeMap<>();
    try (ImageDirectory image = ImageDirectory.open(imageCopies())) {
      for (MemoryMapping mapping : image.processes().get(0).mappings()) {
        String path = mapping.file().orElse("");
        if (mapping.executable() && path.contains(".so")) {
          Path here = folder.resolve("fetched");
          guest.fetch(path, here);
          libraries.put(path, Files.readAllBytes(here));
        }
      }
    }
    return libraries;
  }

  /** Copies of the images, changing which leaves this as it is. */
  InMemoryDirectory imageCopies() {
    InMemoryDirectory directory = new InMemoryDirectory();
    images.forEach((name, content) -> directory.with(name, content.clone()));
    return directory;
  }

  /** What a directory holds. */
  static Map<String, byte[]> contents(Directory directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String file : directory.files()) {
      try (var store = directory.open(file)) {
        contents.put(file, store.readAll());
      }
    }
    return contents;
  }

  /** A copy of the binary. */
  InMemoryStore binaryCopy() {
    return new InMemoryStore("binary", binary.clone());
  }

  /** Writes images and binary out as {@code images/} and {@code binary}. */
  void writeTo(Path folder) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("images"));
    for (Map.Entry<String, byte[]> image : images.entrySet()) {
      Files.write(directory.resolve(image.getKey()), image.getValue());
    }
    Files.write(folder.resolve("binary"), binary);
  }
}
