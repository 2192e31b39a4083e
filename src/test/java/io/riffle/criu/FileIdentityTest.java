package io.riffle.criu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FileIdentityTest {
  private static final FileIdentity DUMPED =
      new FileIdentity(OptionalLong.of(99), FileIdentity.buildId(List.of(0x44332211, 0x66)));

  @Test
  void readsBuildIdsOfAnyLength() {
    assertThat(DUMPED.buildId()).contains("1122334466000000");
    assertThat(DUMPED.objection(99, Optional.of("1122334466"))).isEmpty();
    assertThat(DUMPED.objection(99, Optional.of("1122334466000000"))).isEmpty();
    assertThat(FileIdentity.buildId(List.of())).isEmpty();
  }

  @Test
  void objectsToOtherFiles() {
    assertThat(DUMPED.objection(99, Optional.of("1122334467")).orElseThrow())
        .isEqualTo("has build-id 1122334467, where the process had one with 1122334466000000");
    assertThat(DUMPED.objection(99, Optional.empty()).orElseThrow()).contains("build-id none");
    assertThat(DUMPED.objection(98, Optional.of("1122334466")).orElseThrow())
        .isEqualTo("has 98 bytes, where the process had one of 99");
  }

  @Test
  void hasNothingAgainstFilesOfWhichNothingWasNoted() {
    FileIdentity unknown = new FileIdentity(OptionalLong.empty(), Optional.empty());
    assertThat(unknown.objection(1, Optional.of("00"))).isEmpty();
    assertThat(unknown.objection(1, Optional.empty())).isEmpty();
  }
}
