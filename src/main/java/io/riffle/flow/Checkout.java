package io.riffle.flow;

import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

  private static final String MAKEFILE = "Makefile";
  private static final Pattern SHARED =
      Pattern.compile("(?i).*makefile.*|.*\\.(?:mk|mak|make|inc)");
  private static final Pattern INCLUDE = Pattern.compile("^ *[-s]?include\\s", Pattern.MULTILINE);
  private static final Pattern TRANSFORM =
      Pattern.compile("^(?:[^#\\t:=\\n]* )?transform(?: [^:=\\n]*)?:(?!=)", Pattern.MULTILINE);

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

  /**
   * The programs that have a Makefile, sorted, in small letters; {@code redis} is the server.
   *
   * @throws HostException if the programs' folder cannot be read
   */
  public List<String> programs() {
    Stream<String> server =
        REDIS_FOLDERS.stream().anyMatch(each -> isProgram(root.resolve(each)))
            ? Stream.of(REDIS)
            : Stream.empty();
    return Stream.concat(kernels().stream(), server).sorted().toList();
  }

  private List<String> kernels() {
    return folders().keySet().stream().toList();
  }

  /** The kernels' folders by name; published trees have some in capitals. */
  private SortedMap<String, Path> folders() {
    Path folder = root.resolve(PROGRAMS);
    SortedMap<String, Path> folders = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return folders;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      // What is in small letters comes last and counts.
      entries
          .filter(Checkout::isProgram)
          .sorted()
          .forEach(each -> folders.put(lower(each.getFileName().toString()), each));
      return folders;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Whether any program can perhaps be taken to another ISA.
   *
   * @throws HostException if a Makefile cannot be read
   */
  public boolean mayMigrate() {
    return kernels().stream().anyMatch(this::mayMigrate);
  }

  /**
   * Whether a program's Makefile may have the target {@code transform}: it or, if it includes
   * others, a makefile of the checkout's has such a rule. Only make knows whether it counts, in a
   * guest.
   *
   * @throws HostException if a Makefile cannot be read
   */
  public boolean mayMigrate(String program) {
    String own = text(folders().get(program).resolve(MAKEFILE));
    return TRANSFORM.matcher(own).find()
        || (INCLUDE.matcher(own).find()
            && shared().anyMatch(file -> TRANSFORM.matcher(text(file)).find()));
  }

  /** Whatever a Makefile may include, wherever it lies. */
  private Stream<Path> shared() {
    return CheckoutFiles.of(root).values().stream()
        .filter(file -> SHARED.matcher(file.getFileName().toString()).matches())
        .filter(Files::isRegularFile)
        .filter(file -> folders().values().stream().noneMatch(file::startsWith));
  }

  private String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private HostException unreadable(IOException e) {
    return new HostException("cannot read the checkout " + root + ": " + e, e);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isProgram(Path folder) {
    return Files.isRegularFile(folder.resolve(MAKEFILE));
  }

  /**
   * Where the Makefile of a process of that name may lie in a guest: in the home directory, if a
   * set-up script put it there, or in the checkout. The first that there is counts.
   */
  List<String> folders(String process, String home) {
    boolean server = process.equals(REDIS_SERVER);
    String capitals = process.toUpperCase(Locale.ROOT);
    Stream<String> names = Stream.of(process, server ? REDIS : capitals);
    Stream<String> inside =
        server
            ? REDIS_FOLDERS.stream()
            : Stream.of(process, capitals).map(name -> PROGRAMS + "/" + name);
    return Stream.concat(
            names.map(name -> home + "/" + name), inside.map(name -> root.resolve(name).toString()))
        .toList();
  }

  /** What a program's process is called. */
  static String process(String program) {
    return program.equals(REDIS) ? REDIS_SERVER : program;
  }

  /** The set-up script of the ISA in {@link #PROGRAMS}, or an empty string. */
  String setup(Isa isa) {
    return SETUP.get(isa).stream()
        .filter(name -> Files.isRegularFile(root.resolve(PROGRAMS).resolve(name)))
        .findFirst()
        .orElse("");
  }
}
