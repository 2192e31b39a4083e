package io.riffle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Packages are one-way rooms: each uses only those before it. */
class RoomsTest {
  /** From the leaves to the doors; every package of ours is in one of these. */
  private static final List<String> ROOMS =
      List.of(
          "isa",
          "storage",
          "host",
          "elf",
          "criu",
          "shuffle",
          "image",
          "shell",
          "guest",
          "workload",
          "flow",
          "hand",
          "oracle",
          "redis",
          "report",
          "setup",
          "suite",
          "soak",
          "assertions",
          "bench",
          "junit",
          "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.riffle");

  @Test
  void everyPackageHasItsRoom() {
    Set<String> rooms = new TreeSet<>();
    CLASSES.forEach(type -> rooms.add(type.getPackageName().split("\\.")[2]));

    assertThat(rooms).containsExactlyInAnyOrderElementsOf(ROOMS);
  }

  @Test
  void roomsUseOnlyThoseBeforeThem() {
    for (int i = 0; i < ROOMS.size(); i++) {
      for (String later : ROOMS.subList(i + 1, ROOMS.size())) {
        noClasses()
            .that()
            .resideInAPackage("io.riffle." + ROOMS.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.riffle." + later + "..")
            .check(CLASSES);
      }
    }
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.riffle.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
