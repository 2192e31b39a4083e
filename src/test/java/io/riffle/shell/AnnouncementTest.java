package io.riffle.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {
  @Test
  void isTakenOffTheErrors() {
    assertThat(Announcement.pid("123\nreal error\n")).contains(123L);
    assertThat(Announcement.strip("123\n456\n")).isEqualTo("456\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "x\n12\n", " 12\n", "-1\n", "99999999999\n"})
  void whatIsNoneStays(String errors) {
    assertThat(Announcement.pid(errors)).isEmpty();
    assertThat(Announcement.strip(errors)).isEqualTo(errors);
  }
}
