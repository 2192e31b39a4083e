package io.riffle.workload.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
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
