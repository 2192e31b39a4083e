package io.riffle.workload.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTreeTest {
  @TempDir private Path folder;

  @Test
  void anotherTreeIsRefusedByWhatItLacks() {
    assertThatThrownBy(() -> RedisTree.of(folder))
        .isInstanceOf(HostException.class)
        .hasMessage(folder + " is no source tree of redis or valkey: it lacks src/Makefile");
  }

  @Test
  void valkeyIsToldFromRedisByItsNameAndItsOwnVersion() throws IOException {
    sources("SERVER_NAME=valkey-server", "");
    write("src/version.h", "#define VALKEY_VERSION \"8.1.1\"\n#define REDIS_VERSION \"7.2.4\"\n");

    RedisTree tree = RedisTree.of(folder);

    assertThat(tree.engine()).isEqualTo("valkey");
    assertThat(tree.version()).isEqualTo("8.1.1");
    assertThat(tree.description()).startsWith(folder + " (valkey 8.1.1, SHA-256 of its sources ");
  }

  @Test
  void aCopyHasNothingOfFormerBuilds(@TempDir Path target) throws IOException {
    sources("REDIS_SERVER_NAME=redis-server", "int main;");
    for (String built : new String[] {"src/server.o", "src/redis-server", ".git/HEAD"}) {
      write(built, "old");
    }

    RedisTree copy = RedisTree.of(folder).copy(target.resolve("copy"));

    assertThat(copy.engine()).isEqualTo("redis");
    assertThat(digest(RedisTree.of(folder))).isEqualTo(digest(copy));
    assertThat(RedisTree.files(copy.root(), ""))
        .extracting(file -> copy.root().relativize(file).toString())
        .containsExactly("deps/lua/lua.c", "src/Makefile", "src/server.c");
  }

  @Test
  void linksAreCopiedAsWhatTheyLeadTo(@TempDir Path elsewhere) throws IOException {
    sources("SERVER_NAME=valkey-server", "int main;");
    write("src/valkey-server", "old");
    Path shared = Files.createDirectory(elsewhere.resolve("shared"));
    Files.writeString(shared.resolve("dict.c"), "int dict;");
    Files.createSymbolicLink(folder.resolve("deps/shared"), shared);
    Files.createSymbolicLink(folder.resolve("src/dict.c"), shared.resolve("dict.c"));
    Files.createSymbolicLink(folder.resolve("src/top"), folder);
    Files.createSymbolicLink(folder.resolve("src/redis-server"), Path.of("valkey-server"));
    Files.createSymbolicLink(folder.resolve("src/nowhere"), Path.of("gone"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);

    RedisTree tree = RedisTree.of(link);
    Path copied = elsewhere.resolve("copied");
    RedisTree copy = tree.copy(copied);

    assertThat(tree.root()).isEqualTo(folder.toRealPath());
    assertThat(digest(tree)).isEqualTo(digest(copy));
    assertThat(RedisTree.files(copied, ""))
        .allMatch(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        .extracting(file -> copied.relativize(file).toString())
        .containsExactly(
            "deps/lua/lua.c", "deps/shared/dict.c", "src/Makefile", "src/dict.c", "src/server.c");
    assertThat(copied.resolve("src/dict.c")).hasContent("int dict;");
  }

  private static String digest(RedisTree tree) {
    return tree.description().substring(tree.root().toString().length());
  }

  private void sources(String makefile, String server) throws IOException {
    write("src/Makefile", makefile);
    write("src/server.c", server);
    write("deps/lua/lua.c", "");
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
