package io.riffle.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.riffle.host.BuildCache;
import io.riffle.host.HostException;
import io.riffle.host.Resources;
import io.riffle.host.Scratch;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.CompilerOptions;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The catalogue of shapes: programs for each kind of frame and stack that a shuffler must survive.
 * Their sources and the list of builds are in {@code fixtures/shapes}.
 *
 * <pre>{@code
 * BuildCache cache = BuildCache.of(Home.fromEnvironment());
 * for (Shape shape : Shapes.all()) {
 *   Path binary = Shapes.build(shape, Isa.AARCH64, cache);
 * }
 * }</pre>
 */
public final class Shapes {
  private static final String FOLDER = "fixtures/shapes";
  private static final String CATALOGUE = FOLDER + "/shapes.yaml";
  private static final String KIND = "shapes";
  // Part of every key: change it with anything here that changes what is built.
  private static final String FORMAT = "1";
  private static final int HASH_CHARACTERS = 20;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final List<String> LIBRARIES = List.of("-pthread", "-lm");

  /** One entry of the catalogue as it is written there. */
  private record Entry(List<String> sources, List<String> options, String linkage) {}

  private Shapes() {}

  /**
   * All shapes, in the order of the catalogue.
   *
   * @throws HostException if the catalogue is damaged
   */
  public static List<Shape> all() {
    try {
      Map<String, Entry> entries =
          new YAMLMapper()
              .readValue(Resources.text(CATALOGUE), new TypeReference<Map<String, Entry>>() {});
      List<Shape> shapes = new ArrayList<>();
      entries.forEach(
          (name, entry) ->
              shapes.add(
                  new Shape(
                      name,
                      entry.sources(),
                      entry.options(),
                      entry.linkage() == null
                          ? Linkage.STATIC
                          : Linkage.labelled(entry.linkage()))));
      return List.copyOf(shapes);
    } catch (JsonProcessingException e) {
      throw new HostException(CATALOGUE + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The shape of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Shape find(String name) {
    return all().stream()
        .filter(shape -> shape.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown shape '"
                        + name
                        + "': use one of "
                        + String.join(", ", all().stream().map(Shape::name).toList())));
  }

  /**
   * Builds a shape on this machine, or finds it built.
   *
   * @return the binary, which lies in the build cache: copy it before changing it
   * @throws HostException if a tool is missing or it does not compile
   */
  public static Path build(Shape shape, Isa isa, BuildCache cache) {
    Toolchain toolchain = Toolchain.find(isa);
    try (Scratch folder = Scratch.create("shape")) {
      Path scratch = folder.path();
      Resources.copyTree(FOLDER, scratch);
      String name = shape.name() + "-" + isa + "-" + hash(shape, toolchain, scratch);
      return cache
          .getOrBuild(
              KIND, name, built -> compile(shape, toolchain, scratch, built.resolve("program")))
          .resolve("program");
    } catch (IOException e) {
      throw new HostException("cannot build the shape " + shape + " for " + isa + ": " + e, e);
    }
  }

  private static void compile(Shape shape, Toolchain toolchain, Path folder, Path binary)
      throws IOException {
    LayoutCompilation compilation =
        new LayoutCompilation(toolchain, shape.linkage(), folder, Map.of());
    for (String source : shape.sources()) {
      compilation.compile(folder.resolve(source), shape.options());
    }
    compilation.link(LIBRARIES, binary);
  }

  private static String hash(Shape shape, Toolchain toolchain, Path folder) throws IOException {
    MessageDigest digest = Sha256.digest();
    String words =
        String.join(
            "\n",
            FORMAT + "." + LayoutSection.VERSION,
            shape.sources().toString(),
            shape.options().toString(),
            shape.linkage().label(),
            toolchain.targetFlags().toString(),
            LayoutCompilation.OPTIONS.toString(),
            CompilerOptions.all(toolchain.isa()).toString(),
            LayoutCompilation.LINK_OPTIONS.toString(),
            Tools.run(List.of(Toolchain.CLANG.require().toString(), "--version"), folder, LIMIT));
    digest.update(words.getBytes(StandardCharsets.UTF_8));
    digest.update(Files.readAllBytes(toolchain.libc()));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().matches(".*[.](h|txt)")
            || shape.sources().contains(file.getFileName().toString())) {
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
  }
}
