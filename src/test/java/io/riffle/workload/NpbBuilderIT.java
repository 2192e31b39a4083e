package io.riffle.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Section;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.Resources;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpbBuilderIT {
  private static final Workload EP = Workloads.find("ep", "S");

  @TempDir private Path scratch;

  @ParameterizedTest
  @EnumSource(Isa.class)
  void buildsAStaticBinaryWithItsLayout(Isa isa) throws IOException {
    BuiltWorkload built = NpbBuilder.bundled(cache("home")).build(EP, isa);

    assertThat(built.binary()).isExecutable().hasFileName("ep_" + isa.displayName());
    try (LocalByteStore store = LocalByteStore.openReadOnly(built.binary())) {
      ElfFile elf = ElfFile.read(store);
      Layout layout = LayoutSection.read(elf).orElseThrow();
      assertThat(elf.isa()).isEqualTo(isa);
      assertThat(elf.positionIndependent()).isFalse();
      assertThat(elf.buildId()).contains(built.buildId());
      assertThat(elf.section(".symtab")).isPresent();
      assertThat(elf.sections()).extracting(Section::name).doesNotContain(".interp", ".debug_info");
      assertThat(layout.functions()).anyMatch(function -> function.name().equals("main"));
      assertThat(layout.functions())
          .flatExtracting(function -> function.objects())
          .extracting(FrameObject::kind)
          .contains(FrameObject.Kind.SPILL);
    }
  }

  /** In the user's own cache: the flow's tests need the same builds. */
  @ParameterizedTest
  @EnumSource(Isa.class)
  void everyMigrationPointIsAFunctionWithALayout(Isa isa) throws IOException {
    NpbBuilder builder = NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment()));
    for (Workload workload : Workloads.all("S")) {
      Path binary = builder.build(workload, isa).binary();
      try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
        assertThat(LayoutSection.read(ElfFile.read(store)).orElseThrow().functions())
            .extracting(FunctionLayout::name)
            .containsAll(
                Workloads.migrationPoints(workload).stream()
                    .map(MigrationPoint::function)
                    .toList());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void theSameSourcesGiveTheSameBytes(Isa isa) throws IOException {
    Path first = NpbBuilder.bundled(cache("one")).build(EP, isa).binary();
    Path second = NpbBuilder.bundled(cache("two")).build(EP, isa).binary();

    assertThat(second).isNotEqualTo(first).hasSameBinaryContentAs(first);
  }

  @Test
  void aSecondBuildIsFoundInTheCache() throws IOException {
    NpbBuilder builder = NpbBuilder.bundled(cache("home"));
    BuiltWorkload first = builder.build(EP, Isa.AARCH64);
    FileTime written = Files.getLastModifiedTime(first.binary());

    assertThat(builder.build(EP, Isa.AARCH64)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.binary())).isEqualTo(written);
  }

  @Test
  void aChangedSourceIsAnotherBuild() throws IOException {
    Path tree = tree();
    BuiltWorkload first = NpbBuilder.ofTree(cache("home"), tree).build(EP, Isa.AARCH64);
    Path source = tree.resolve("EP/ep.c");
    Files.writeString(source, Files.readString(source) + "\nint riffle_marker = 1;\n");

    assertThat(NpbBuilder.ofTree(cache("home"), tree).build(EP, Isa.AARCH64)).isNotEqualTo(first);
  }

  @Test
  void theHostsOwnBinaryVerifiesItself() {
    Isa host = List.of(Isa.values()).stream().filter(Isa::isHost).findFirst().orElse(null);
    assumeTrue(host != null, "this machine's ISA is none of Riffle's");
    BuiltWorkload built = NpbBuilder.bundled(cache("home")).build(EP, host);

    String output = Tools.run(List.of(built.binary().toString()), scratch, Duration.ofMinutes(2));

    assertThat(output).containsPattern("Verification +=  *SUCCESSFUL").contains("01 Jan 2000");
  }

  @Test
  void takesATreeWithItsSourcesInSrcAndNeverWritesToIt() throws IOException {
    Path tree = tree();
    Path sources = Files.createDirectory(tree.resolve("EP/src"));
    try (var files = Files.list(tree.resolve("EP"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Files.move(file, sources.resolve(file.getFileName()));
      }
    }
    Files.deleteIfExists(tree.resolve("config/make.def"));
    List<Path> before = walk(tree);

    BuiltWorkload built = NpbBuilder.ofTree(cache("home"), tree).build(EP, Isa.X86_64);

    assertThat(built.binary()).isExecutable();
    assertThat(walk(tree)).isEqualTo(before);
  }

  @Test
  void saysWhatATreeLacks() throws IOException {
    Path empty = Files.createDirectory(scratch.resolve("empty"));

    assertThatThrownBy(() -> NpbBuilder.ofTree(cache("home"), empty).build(EP, Isa.X86_64))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(empty + " is not a tree of the benchmarks: it lacks common");
  }

  @Test
  void saysThatATreeLacksABenchmark() throws IOException {
    Path tree = tree();

    assertThatThrownBy(
            () -> NpbBuilder.ofTree(cache("home"), tree).build(new Workload("ua", 'S'), Isa.X86_64))
        .isInstanceOf(HostException.class)
        .hasMessage(tree + " has no ua: it lacks UA");
  }

  @Test
  void aSourceThatDoesNotCompileIsShownInTheCompilersWords() throws IOException {
    Path tree = tree();
    Files.writeString(tree.resolve("EP/ep.c"), "int main(void) { return nothing; }\n");

    assertThatThrownBy(() -> NpbBuilder.ofTree(cache("home"), tree).build(EP, Isa.X86_64))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("undeclared identifier 'nothing'");
    assertThat(walk(scratch.resolve("home")))
        .noneMatch(path -> path.toString().endsWith(".building"));
  }

  private BuildCache cache(String name) {
    return BuildCache.of(new Home(scratch.resolve(name)));
  }

  private Path tree() throws IOException {
    Path tree = scratch.resolve("npb");
    Resources.copyTree("fixtures/npb", tree);
    return tree;
  }

  private static List<Path> walk(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
