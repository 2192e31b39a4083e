package io.riffle.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as users have them, built; {@code io.riffle.cli.TreeRunIT} takes them up the ladder. */
class NpbTreeIT {
  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesEitherArrangementAndLeavesItAsItWas(boolean flat) throws IOException {
    Path tree = scratch.resolve("a tree with blanks");
    if (flat) {
      PublicTree.flat(tree);
      // What another build left there.
      Files.writeString(tree.resolve("UA/npbparams.h"), "#error stale\n");
      Files.writeString(tree.resolve("UA/ua.o"), "no object\n");
    } else {
      PublicTree.inSrc(tree);
      Files.delete(tree.resolve("config/make.def"));
    }
    PublicTree.seal(tree);
    Map<String, String> before = PublicTree.contents(tree);

    assertThat(outputOf("ua", tree)).contains("UA Benchmark Completed", "SUCCESSFUL");
    assertThat(outputOf("is", tree)).contains("IS Benchmark Completed", "SUCCESSFUL");
    assertThat(PublicTree.contents(tree)).isEqualTo(before);
  }

  @Test
  void givesDcItsParametersAndAFolderToWriteIn() throws IOException {
    Path tree = PublicTree.flat(scratch.resolve("npb"));
    BuiltWorkload built = build("dc", tree, host());

    assertThat(built.files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("ADC.par");
    assertThat(outputOf("dc", tree))
        .contains("Input Tuples     =                 1000", "SUCCESSFUL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc", "ua", "is"})
  void buildsForTheOtherIsaAndWithoutOptimisation(String name) throws IOException {
    Path tree = PublicTree.flat(scratch.resolve("npb"));
    Isa other = Arrays.stream(Isa.values()).filter(isa -> !isa.isHost()).findFirst().orElseThrow();
    Workload workload = new Workload(name, 'S').from(tree).with(Optimisation.O0);

    assertThat(NpbBuilder.bundled(cache()).build(workload, other).binary()).isExecutable();
  }

  @Test
  void followsLinks() throws IOException {
    Path tree = PublicTree.flat(scratch.resolve("real"));
    Path links = Files.createDirectory(scratch.resolve("links"));
    for (String folder : List.of("IS", "common", "sys", "config")) {
      Files.createSymbolicLink(links.resolve(folder), tree.resolve(folder));
    }

    assertThat(build("is", links, host()).binary()).isExecutable();
  }

  @Test
  void findsTheTreeInTheFolderThatHoldsIt() throws IOException {
    PublicTree.flat(scratch.resolve("download/NPB3.3-SER-C"));

    assertThat(build("is", scratch.resolve("download"), host()).binary()).isExecutable();
  }

  @Test
  void saysWhatTheCompilerSays() throws IOException {
    Path tree = PublicTree.flat(scratch.resolve("npb"));
    Path source = tree.resolve("UA/convect.c");
    Files.writeString(source, Files.readString(source).replace("int e, i;", "int e;"));

    assertThatThrownBy(() -> build("ua", tree, host()))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("convect.c")
        .hasMessageContaining("undeclared identifier 'i'");
  }

  @Test
  void saysWhatTheLinkerLacksAndWhatWasLeftOut() throws IOException {
    Path tree = PublicTree.flat(scratch.resolve("npb"));
    Files.delete(tree.resolve("common/wtime.c"));

    assertThatThrownBy(() -> build("is", tree, host()))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("wtime_")
        .hasMessageContaining("left out, as it does not compile")
        .hasMessageContaining("wtime_sgi64.c");
  }

  @Test
  void tellsWhatATreeLacksFromATreeThatIsNotThere() throws IOException {
    Path tree = PublicTree.flat(scratch.resolve("npb"));

    assertThatThrownBy(() -> build("bt", tree, host()))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("has no bt");
    assertThatThrownBy(() -> build("is", scratch.resolve("nowhere"), host()))
        .isInstanceOf(HostException.class)
        .isNotInstanceOf(BuildFailedException.class);
  }

  private String outputOf(String name, Path tree) throws IOException {
    BuiltWorkload built = build(name, tree, host());
    Path folder = Files.createTempDirectory(scratch, name);
    for (Path file : built.files()) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
    return Tools.run(List.of(built.binary().toString()), folder, Duration.ofMinutes(2));
  }

  private BuiltWorkload build(String name, Path tree, Isa isa) {
    return NpbBuilder.bundled(cache()).build(new Workload(name, 'S').from(tree), isa);
  }

  private BuildCache cache() {
    return BuildCache.of(new Home(scratch.resolve("home")));
  }

  private static Isa host() {
    return Arrays.stream(Isa.values()).filter(Isa::isHost).findFirst().orElseThrow();
  }
}
