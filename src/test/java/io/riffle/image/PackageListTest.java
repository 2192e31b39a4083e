package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageListTest {
  @TempDir private Path folder;

  @Test
  void readsNamesAndVersionsOfArchives() throws IOException {
    PackageList list = new PackageList(folder);
    Files.writeString(
        folder.resolve("packages.txt"),
        "gawk_1%3a5.2.1-2_amd64.deb\nlock\npartial\nadduser_3.134_all.deb\n"
            + "libc6_2.36-9+deb12u10_amd64.deb\n");

    assertThat(list.versions().toString())
        .isEqualTo("{adduser=3.134, gawk=1:5.2.1-2, libc6=2.36-9+deb12u10}");
    assertThat(list.hook()).contains(folder.resolve("packages.txt").toString());
  }
}
