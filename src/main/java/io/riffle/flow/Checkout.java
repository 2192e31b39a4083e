package io.riffle.flow;

import io.riffle.isa.Isa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody else's implementation of the flow, in a folder of this machine that is arranged as
 * TransProc is: {@code tools/} and a CRIU of its own, {@code test/SNU_NPB_SER_C/NAME/} with {@code
 * Makefile}, {@code NAME_x86-64} and {@code NAME_aarch64}, and beside them one set-up script per
 * ISA that lays the programs out in the home directory; perhaps {@code test/redis} with a {@code
 * Makefile}, there or in {@code redis-server/} below, and the server beside it.
 *
 * <pre>{@code
 * Checkout checkout = Checkout.at(Path.of("transproc"));
 * System.out.println("it brings " + checkout.programs());
 * }</pre>
 *
 * @param root the folder, absolute; in guests it lies at the same path
 */
public record Checkout(Path root) {
  static final String PROGRAMS = "test/SNU_NPB_SER_C";

  /** The server among {@link #programs}, and its process. */
  private static final String REDIS = "redis";

  private static final String REDIS_SERVER = "redis-server";

  /** Where the server's Makefile may lie; the first that there is counts. */
  private static final List<String> REDIS_FOLDERS =
      List.of("test/redis/redis-server", "test/redis");

  /** The set-up script's names by ISA; the first that there is counts. */
  private static final Map<Isa, List<String>> SETUP =
      Map.of(
          Isa.X86_64, List.of("setup_x86.sh", "setup_x86-64.sh"),
          Isa.AARCH64, List.of("setup_arm.sh", "setup_aarch64.sh"));

  private static final Pattern TRANSFORM =
      Pattern.compile("^(?:[^#\\t:=\\n]* )?transform(?: [^:=\\n]*)?:(?!=)", Pattern.MULTILINE);

  private static final Pattern IMPORT =
      Pattern.compile("^\\s*(?:import|from)\\s+([A-Za-z_]\\w*)", Pattern.MULTILINE);

  /**
   * Looks at a folder.
   *
   * @throws IllegalArgumentException if it is not arranged so; the message names what is missing
   */
  public static Checkout at(Path folder) {
    Checkout checkout = new Checkout(folder.toAbsolutePath().normalize());
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("no folder " + folder + ": give the checkout's");
    }
    if (checkout.programs().isEmpty()) {
      throw new IllegalArgumentException(
          folder
              + " has no "
              + PROGRAMS
              + "/NAME/Makefile and no test/redis/Makefile: give the root of a checkout that is"
              + " arranged as TransProc is");
    }
    return checkout;
  }

  /** The programs that have a Makefile, sorted; {@code redis} is the server. */
  public List<String> programs() {
    Stream<String> server =
        REDIS_FOLDERS.stream().anyMatch(each -> isProgram(root.resolve(each)))
            ? Stream.of(REDIS)
            : Stream.empty();
    return Stream.concat(kernels().stream(), server).sorted().toList();
  }

  private List<String> kernels() {
    Path folder = root.resolve(PROGRAMS);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Checkout::isProgram)
          .map(entry -> entry.getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether any program can be taken to another ISA. */
  public boolean migrates() {
    return kernels().stream().anyMatch(this::migrates);
  }

  /** Whether a program's Makefile has the target {@code transform}. */
  public boolean migrates(String program) {
    Path makefile = root.resolve(PROGRAMS).resolve(program).resolve("Makefile");
    try {
      return TRANSFORM.matcher(Files.readString(makefile, StandardCharsets.ISO_8859_1)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isProgram(Path folder) {
    return Files.isRegularFile(folder.resolve("Makefile"));
  }

  /**
   * Where the Makefile of a process of that name may lie in a guest: in the home directory, if a
   * set-up script put it there, or in the checkout. The first that there is counts.
   */
  List<String> folders(String process, String home) {
    boolean server = process.equals(REDIS_SERVER);
    Stream<String> names = server ? Stream.of(process, REDIS) : Stream.of(process);
    Stream<String> inside = server ? REDIS_FOLDERS.stream() : Stream.of(PROGRAMS + "/" + process);
    return Stream.concat(
            names.map(name -> home + "/" + name), inside.map(name -> root.resolve(name).toString()))
        .toList();
  }

  /** All files but the version control's, by the absolute path that they get in a guest. */
  Map<String, Path> files() throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        if (!root.relativize(file).startsWith(".git")) {
          files.put(file.toString(), file);
        }
      }
    }
    return files;
  }

  /** The set-up script of the ISA in {@link #PROGRAMS}, or an empty string. */
  String setup(Isa isa) {
    return SETUP.get(isa).stream()
        .filter(name -> Files.isRegularFile(root.resolve(PROGRAMS).resolve(name)))
        .findFirst()
        .orElse("");
  }

  /** The Python modules that its tools import and do not bring. */
  Set<String> pythonModules() throws IOException {
    Path tools = root.resolve("tools");
    if (!Files.isDirectory(tools)) {
      return Set.of();
    }
    Set<String> modules = new TreeSet<>();
    Set<String> own = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(tools)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = file.getFileName().toString();
        own.add(name.replaceFirst("\\.py$", ""));
        if (name.endsWith(".py") && Files.isRegularFile(file)) {
          Matcher matcher = IMPORT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
          while (matcher.find()) {
            modules.add(matcher.group(1));
          }
        }
      }
    }
    modules.removeAll(own);
    return modules;
  }
}
