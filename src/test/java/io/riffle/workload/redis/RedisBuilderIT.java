package io.riffle.workload.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Section;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisBuilderIT {
  /** In the user's own cache: the flow's tests need the same builds. */
  @ParameterizedTest
  @EnumSource(Isa.class)
  void buildsAStaticServerWithTheLayoutOfItsOwnCodeAndItsLibraries(Isa isa) throws IOException {
    BuiltRedis built = RedisBuilder.debian(BuildCache.of(Home.fromEnvironment())).build(isa);

    assertThat(built.engine()).isEqualTo("redis");
    assertThat(built.version()).startsWith("7.0.");
    assertThat(built.server()).isExecutable().hasFileName("redis-server_" + isa.displayName());
    assertThat(built.cli()).isExecutable();
    assertThat(built.benchmark()).isExecutable();
    try (LocalByteStore store = LocalByteStore.openReadOnly(built.server())) {
      ElfFile elf = ElfFile.read(store);
      Layout layout = LayoutSection.read(elf).orElseThrow();
      assertThat(elf.isa()).isEqualTo(isa);
      assertThat(elf.positionIndependent()).isFalse();
      assertThat(elf.buildId()).contains(built.buildId());
      assertThat(elf.sections()).extracting(Section::name).doesNotContain(".interp", ".debug_info");
      assertThat(layout.functions())
          .hasSizeGreaterThan(2_500)
          .extracting(FunctionLayout::name)
          // Its own, lua's and hiredis's.
          .contains(
              "aeProcessEvents", "bioProcessBackgroundJobs", "luaV_execute", "redisFormatCommand");
      assertThat(layout.functions())
          .flatExtracting(FunctionLayout::objects)
          .extracting(FrameObject::kind)
          .contains(FrameObject.Kind.SPILL);
    }
  }
}
