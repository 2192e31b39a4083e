package io.riffle.guest;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What somebody wants a guest to be; {@link GuestStarter} and {@link GuestPool} make guests of it.
 * Immutable; equal specs give equal guests.
 *
 * <pre>{@code
 * GuestSpec spec =
 *     GuestSpec.builder(Isa.AARCH64)
 *         .memoryMb(2048)
 *         .packages("openjdk-17-jre-headless")
 *         .file("/opt/tool.jar", Path.of("target/tool.jar"))
 *         .build();
 * }</pre>
 *
 * @param isa the guest's ISA
 * @param memoryMb RAM in MiB
 * @param packages Debian packages besides those that all guests have; each set of them is an image
 *     of its own, built once
 * @param kernelArguments arguments of the kernel, added to those of the image
 * @param files files of this machine by the absolute path that they get in the guest, where they
 *     lie, executable if they are here, when the guest is handed out
 */
public record GuestSpec(
    Isa isa,
    int memoryMb,
    SortedSet<String> packages,
    List<String> kernelArguments,
    Map<String, Path> files) {
  /** The least RAM that Debian's kernel boots with and leaves room to work in, in MiB. */
  public static final int LEAST_MEMORY_MB = 128;

  private static final int STANDARD_MEMORY_MB = 1024;
  private static final int LARGE_MEMORY_MB = 4096;

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if a value can be none of a guest; the message names it
   */
  public GuestSpec {
    if (memoryMb < LEAST_MEMORY_MB) {
      throw new IllegalArgumentException(
          "a guest with " + memoryMb + " MiB cannot boot: give it " + LEAST_MEMORY_MB + " or more");
    }
    packages = Collections.unmodifiableSortedSet(new TreeSet<>(packages));
    kernelArguments = List.copyOf(kernelArguments);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    for (String name : packages) {
      // Debian policy, section 5.6.1.
      if (!name.matches("[a-z0-9][a-z0-9+.-]+")) {
        throw new IllegalArgumentException("'" + name + "' is no name of a Debian package");
      }
    }
    for (String path : files.keySet()) {
      if (!path.matches("/.*[^/]")) {
        throw new IllegalArgumentException(
            "'" + path + "' is no absolute path of a file in the guest");
      }
    }
  }

  /** 1 GiB of RAM, nothing added. */
  public static GuestSpec of(Isa isa) {
    return builder(isa).build();
  }

  /** 4 GiB of RAM, for programs with large data. */
  public static GuestSpec large(Isa isa) {
    return builder(isa).memoryMb(LARGE_MEMORY_MB).build();
  }

  /** A builder that starts from {@link #of}. */
  public static Builder builder(Isa isa) {
    return new Builder(isa);
  }

  /** A builder that starts from this spec. */
  public Builder toBuilder() {
    Builder builder = new Builder(isa).memoryMb(memoryMb);
    builder.packages.addAll(packages);
    builder.kernelArguments.addAll(kernelArguments);
    builder.files.putAll(files);
    return builder;
  }

  /** Collects what a spec says. */
  public static final class Builder {
    private final SortedSet<String> packages = new TreeSet<>();
    private final List<String> kernelArguments = new ArrayList<>();
    private final Map<String, Path> files = new LinkedHashMap<>();
    private Isa isa;
    private int memoryMb = STANDARD_MEMORY_MB;

    private Builder(Isa isa) {
      this.isa = isa;
    }

    /** Another ISA. */
    public Builder isa(Isa other) {
      this.isa = other;
      return this;
    }

    /** RAM in MiB, instead of 1024. */
    public Builder memoryMb(int megabytes) {
      this.memoryMb = megabytes;
      return this;
    }

    /** More Debian packages, with all that they depend on; their maintainer scripts do not run. */
    public Builder packages(String... names) {
      packages.addAll(List.of(names));
      return this;
    }

    /** More arguments of the kernel. */
    public Builder kernelArguments(String... arguments) {
      kernelArguments.addAll(List.of(arguments));
      return this;
    }

    /** One more file; missing folders of the guest are made. */
    public Builder file(String inGuest, Path local) {
      files.put(inGuest, local);
      return this;
    }

    /**
     * The spec.
     *
     * @throws IllegalArgumentException if a value can be none of a guest
     */
    public GuestSpec build() {
      return new GuestSpec(isa, memoryMb, packages, kernelArguments, files);
    }
  }
}
