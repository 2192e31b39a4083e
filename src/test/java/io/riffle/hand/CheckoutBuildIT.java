package io.riffle.hand;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Checkout;
import io.riffle.flow.InstalledCheckout;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.GuestStarter;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A checkout that is compiled in its guest, with what README says that it takes. */
@EnabledIfSystemProperty(
    named = "riffle.thorough",
    matches = "true",
    disabledReason = "makes an image with a compiler for each ISA: -Driffle.thorough=true asks")
class CheckoutBuildIT {
  private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir private Path scratch;

  /** By its path, the program comes before its source; by its time, after. */
  private Path checkout() throws IOException {
    Path root = scratch.resolve("checkout");
    write(root.resolve("test/SNU_NPB_SER_C/cg/Makefile"), "spawn:\n");
    write(
        root.resolve("tools/Makefile"),
        "all: hello already-built\nalready-built: source\n\t@echo built again >&2; false\n");
    write(root.resolve("tools/hello.c"), "#include <stdio.h>\nint main() { puts(\"hello\"); }\n");
    write(root.resolve("tools/already-built"), "");
    write(root.resolve("tools/source"), "");
    Files.setLastModifiedTime(root.resolve("tools/source"), FileTime.from(OLD));
    Files.setLastModifiedTime(
        root.resolve("tools/already-built"), FileTime.from(OLD.plusMillis(500)));
    Files.createDirectories(root.resolve("tools/out"));
    Files.createSymbolicLink(root.resolve("tools/greet"), Path.of("hello"));
    return root;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void compilersAndNumericalModulesWork(Isa isa) throws IOException {
    Requirements.ensure(System.err::println);
    Set<String> packages = new TreeSet<>(InstalledCheckout.PACKAGES);
    packages.addAll(Set.of("gcc", "libc6-dev", "python3-numpy"));
    GuestSpec spec = GuestSpec.builder(isa).packages(packages.toArray(String[]::new)).build();
    Path root = checkout();

    try (Guest guest =
        GuestStarter.in(Home.fromEnvironment())
            .start(spec, Files.createDirectory(scratch.resolve("guest")))) {
      InstalledCheckout.install(guest, Checkout.at(root), Optional.of("make -C tools"));

      assertThat(
              guest
                  .run(
                      "cd %s/tools && ./greet && test -L greet -a -d out && python3 -c"
                              .formatted(root)
                          + " 'import numpy; print(numpy.linalg.det(numpy.eye(3)))'",
                      Duration.ofSeconds(10))
                  .orThrow()
                  .output())
          .isEqualTo("hello\n1.0\n");
    }
  }
}
