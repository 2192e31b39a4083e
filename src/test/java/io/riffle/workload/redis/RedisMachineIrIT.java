package io.riffle.workload.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.MachineIrCheck;
import io.riffle.workload.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No object of redis counts as movable of which the compiler took the address or which it indexed.
 * A few of its sources are compared, drawn by {@code -Driffle.seed}; all of them, which takes
 * minutes, with {@code -Driffle.thorough=true}.
 */
class RedisMachineIrIT {
  private static final boolean THOROUGH = Boolean.getBoolean("riffle.thorough");
  private static final long SEED = Long.getLong("riffle.seed", 42);
  private static final int SAMPLE = 4;
  private static final Pattern LINKED = Pattern.compile("(?m)^REDIS_SERVER_OBJ=(.*)$");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isa.class)
  void compilerKnowsNoUseThatTheAnalysisMissed(Isa isa) throws IOException {
    BuildCache cache = BuildCache.of(Home.fromEnvironment());
    Path server = RedisBuilder.debian(cache).build(isa).server();
    RedisTree tree =
        RedisTree.of(DebianSource.tree(cache, "redis")).copy(folder.toRealPath().resolve("redis"));
    RedisCompilation compilation = new RedisCompilation(Toolchain.find(isa), tree);
    MachineIrCheck check = new MachineIrCheck(isa);

    for (String object : objects(tree)) {
      List<String> command = compilation.make(MachineIrCheck.OPTIONS);
      // The bundled libraries need not be built for it.
      command.addAll(List.of("-o", ".make-prerequisites", object));
      check.add(Tools.run(command, tree.root(), LIMIT));
    }

    int checked = check.check(server, false);
    System.out.printf(
        "%s: %d movable objects of redis checked; %d functions not compared, since there are several"
            + " of their name: %s%n",
        isa, checked, check.skipped().size(), check.skipped());
    assertThat(checked).isPositive();
  }

  private static List<String> objects(RedisTree tree) throws IOException {
    // Not each file of the folder: some are parts that others include.
    String makefile = Files.readString(tree.root().resolve("src/Makefile"));
    Matcher line = LINKED.matcher(makefile);
    assertThat(line.find()).isTrue();
    List<String> objects = new ArrayList<>(List.of(line.group(1).strip().split("\\s+")));
    if (!THOROUGH) {
      Collections.shuffle(objects, new Random(SEED));
      return objects.subList(0, SAMPLE);
    }
    return objects;
  }
}
