package io.riffle.hand;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.guest.Guest;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.Shuffler;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The flow as people type it, in a guest of each ISA. */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@Execution(ExecutionMode.CONCURRENT)
class HandIT {
  /** All programs take minutes, redis most of them; {@code -Driffle.thorough=true} asks for it. */
  private static final boolean THOROUGH = Boolean.getBoolean("riffle.thorough");

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHUFFLE_OF_REDIS = Duration.ofSeconds(60);
  private static final String SUCCESS = "Verification    =               SUCCESSFUL";

  private static final String BY_HAND = "The same without make";
  private static final int MAKE_FAILED = 2;

  /** Redis-cli's. It would ask another terminal how wide it is, and wait for the answer. */
  private static final String PROMPT = "127.0.0.1:6379> ";

  @Parameter Isa isa;

  /** One guest an ISA, made by the first test that needs it. */
  private static final Map<Isa, Guest> GUESTS = new ConcurrentHashMap<>();

  @TempDir private static Path scratch;

  private Guest guest;
  private Path folder;

  @BeforeEach
  void boot() throws IOException {
    folder = Files.createTempDirectory(scratch, isa.displayName());
    guest = GUESTS.get(isa);
    if (guest == null) {
      Requirements.ensure(System.err::println);
      guest =
          HandGuest.in(Home.fromEnvironment(), step -> {})
              .start(isa, 1024, HandKit.names(), folder);
      GUESTS.put(isa, guest);
      HandGuest.addUser(guest, "ada");
    }
  }

  @AfterAll
  static void shutDown() {
    GUESTS.values().forEach(Guest::close);
    GUESTS.clear();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void isTypedInTwoTerminalsBySomebodyWhoIsNotRoot() throws IOException {
    try (Terminal first = Terminal.open(guest, "ada", folder);
        Terminal second = Terminal.open(guest, "ada", folder)) {
      first.type("cd bt && make spawn");
      first.expect("stands at \\w+:\\d+ and waits to be dumped");
      second.typeAndWait("cd ~/bt && make dump", 0);
      first.expect("as a dump does");
      second.typeAndWait("make shuffle SEED=42", 0);
      second.typeAndWait("cp bt ./bin/bt_" + isa, 0);
      second.typeAndWait("make restore", 0);

      assertThat(first.screen()).doesNotContain(SUCCESS);
      assertThat(second.screen()).contains(SUCCESS);
      second.typeAndWait("cmp bt bin/bt_" + isa + " && test -O bt", 0);
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void worksOverPlainSshToo() throws IOException {
    spawn("cg");
    guest.run("cd ~/cg && make dump", LIMIT).orThrow();
    shufflesAsTheHostDoes("cg");
    String restored = guest.run("cd ~/cg && make restore", LIMIT).orThrow().output();

    assertThat(restored).contains(SUCCESS);
  }

  private void spawn(String name) {
    String spawn =
        "cd ~/%s && { setsid make spawn </dev/null >spawn.log 2>&1 & }\n"
            + "while ! grep -q 'waits to be dumped' spawn.log; do sleep 0.1; done";
    guest.run(spawn.formatted(name), LIMIT).orThrow();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void programsAreShuffledToTheSameBytesAsOnTheHost() throws IOException {
    for (String name : THOROUGH ? HandKit.names() : List.of("is")) {
      if (name.equals(HandKit.REDIS)) {
        String start =
            "cd ~/redis-server && cp --remove-destination bin/redis-server_%s redis-server\n"
                + "{ setsid ./redis-server </dev/null >server.log 2>&1 & }\n"
                + "until grep -q 'Ready to accept connections' server.log; do sleep 0.1; done";
        guest.run(start.formatted(isa), LIMIT).orThrow();
      } else {
        spawn(name);
      }
      guest.run("cd ~/" + name + " && make dump", LIMIT).orThrow();
      shufflesAsTheHostDoes(name);
    }
  }

  /** Shuffles a dump in the guest, and a copy of it with the same seed here. */
  private void shufflesAsTheHostDoes(String name) throws IOException {
    String shuffle =
        "cd ~/%1$s && rm -rf ../dumped && mkdir ../dumped && cp -r images %1$s ../dumped"
            + " && tar -C .. -cf ../dumped.tar dumped && make shuffle SEED=0x2a";
    guest.run(shuffle.formatted(name), SHUFFLE_OF_REDIS).orThrow();
    Path dumped = unpack("dumped.tar").resolve("dumped");
    String list = "export LC_ALL=C; sha256sum " + name + " images/*";
    String before = Tools.run(List.of("sh", "-c", list), dumped, Duration.ofSeconds(30));
    try (LocalByteStore store = LocalByteStore.open(dumped.resolve(name));
        ImageDirectory images = ImageDirectory.open(new LocalDirectory(dumped.resolve("images")))) {
      Shuffler.shuffle(images, ElfFile.read(store), ShuffleOptions.seeded(42));
    }
    String here = Tools.run(List.of("sh", "-c", list), dumped, Duration.ofSeconds(30));
    String there = guest.run("cd ~/" + name + " && " + list, LIMIT).orThrow().output();

    assertThat(here).as(name).hasLineCount((int) there.lines().count()).isNotEqualTo(before);
    assertThat(there).as(name).isEqualTo(here);
  }

  private Path unpack(String archive) throws IOException {
    Path to = Files.createTempDirectory(folder, "unpacked");
    guest.fetch("/root/" + archive, to.resolve(archive));
    Tools.run(List.of("tar", "-xf", archive), to, Duration.ofSeconds(30));
    return to;
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aRunningProgramIsAttachedTo() throws IOException {
    try (Terminal first = Terminal.open(guest, "root", folder);
        Terminal second = Terminal.open(guest, "root", folder)) {
      second.typeAndWait("cd bt", 0);
      first.type("cd bt && ./bt");
      second.typeAndWait("until pgrep -x bt; do sleep 0.1; done", 0);
      second.typeAndWait("make attach", 0);
      first.expect("Stopped");
      second.typeAndWait("make dump && make shuffle", 0);
      // A shell tells of jobs in the background when it prompts.
      first.type("");
      first.expect("Killed");
      second.typeAndWait("make restore", 0);

      assertThat(second.screen()).contains(SUCCESS);
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void redisIsDumpedWithAClientAndGoesOnWithItsKeys() throws IOException {
    try (Terminal first = Terminal.open(guest, "root", folder);
        Terminal second = Terminal.open(guest, "root", folder);
        Terminal client = Terminal.open(guest, "root", folder)) {
      first.type("cd redis-server && ./redis-server");
      first.expect("Ready to accept connections");
      client.type("cd redis-server && TERM=dumb ./redis-cli");
      client.expect(PROMPT);
      client.type("set color teal");
      client.expect("OK\\s+" + PROMPT);
      second.typeAndWait("cd redis-server && make attach", MAKE_FAILED);
      assertThat(second.screen()).contains("AT names no function to stop redis-server at: make ");
      second.typeAndWait("make dump", 0);
      first.expect("Killed");
      second.typeAndWait("make shuffle SEED=7", 0);
      second.type("make restore");
      String get = "until ~/redis-server/redis-cli get color | grep teal; do sleep 0.2; done";
      assertThat(guest.run(get, LIMIT).orThrow().output()).contains("teal");

      second.interrupt();

      second.expect("bye bye");
    }
  }

  /** It has the server's name, and CRIU cannot dump it alone. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void theChildThatSavesIsNotTakenForTheServer() throws IOException {
    try (Terminal first = Terminal.open(guest, "root", folder)) {
      first.type("cd redis-server && ./redis-server");
      first.expect("Ready to accept connections");
      String dump =
          "cd ~/redis-server && for c in 'set color teal' 'config set rdb-key-save-delay 60000000'"
              + " bgsave; do ./redis-cli $c; done >/dev/null\n"
              + "[ $(pgrep -c -x redis-server) = 2 ] && make -n dump";
      String commands = guest.run(dump, LIMIT).orThrow().output();
      String info =
          "~/redis-server/redis-cli info server | sed -n 's/^process_id:\\([0-9]*\\).*/\\1/p'";
      String pid = guest.run(info, LIMIT).orThrow().output().strip();

      assertThat(commands).contains("criu dump -t " + pid + " ");
      guest.run("pkill -USR1 -P " + pid, LIMIT).orThrow();
      first.interrupt();
      first.expect("bye bye");
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void theReadmesOwnCommandsWork() throws IOException {
    try (Terminal first = Terminal.open(guest, "ada", folder);
        Terminal second = Terminal.open(guest, "ada", folder)) {
      List<String> lines = commands("~/bt");
      first.typeAndWait("cd bt", 0);
      second.typeAndWait("cd bt", 0);
      first.type(lines.get(1));
      first.expect("waits to be dumped");
      for (String line : lines.subList(3, lines.size())) {
        second.typeAndWait(line, 0);
      }
      assertThat(second.screen()).contains(SUCCESS);
    }
    try (Terminal first = Terminal.open(guest, "ada", folder);
        Terminal second = Terminal.open(guest, "ada", folder)) {
      List<String> lines = commands("~/redis-server");
      first.typeAndWait("cd redis-server", 0);
      second.typeAndWait("cd redis-server", 0);
      first.type(lines.get(1));
      first.expect("Ready to accept connections");
      int again = lines.lastIndexOf(lines.get(0));
      for (String line : lines.subList(3, again - 1)) {
        second.typeAndWait(line, 0);
      }
      second.type(lines.get(again - 1));
      guest.run("until ~ada/redis-server/redis-cli ping; do sleep 0.2; done", LIMIT).orThrow();
      first.typeAndWait(lines.get(again + 1), 0);
      assertThat(first.screen()).contains("\"teal\"");

      second.interrupt();

      second.expect("bye bye");
    }
  }

  /** The README's lines that are typed in a directory without make, with its terminals. */
  private static List<String> commands(String directory) throws IOException {
    String text = Files.readString(Path.of("README.md"));
    String block = text.substring(text.indexOf("in `" + directory + "`:", text.indexOf(BY_HAND)));
    String start = "```sh\n";
    int from = block.indexOf(start) + start.length();
    return block.substring(from, block.indexOf("```", from)).lines().toList();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void wrongStepsSayWhatIsMissing() throws IOException {
    guest.run("/opt/riffle/setup_" + isa + ".sh cg", LIMIT).orThrow();
    assertThat(
            guest
                .run(
                    "cd ~ && mkdir -p other && cp cg/Makefile other && cd other && make NAME=none"
                        + " dump",
                    LIMIT)
                .errors())
        .contains("no none is running here: make spawn");
    assertThat(guest.run("cd ~/other && make NAME=sshd AT= attach", LIMIT).errors())
        .contains("AT names no function to stop sshd at: make attach AT=FUNCTION");
    String other = isa == Isa.X86_64 ? "aarch64" : "x86-64";
    assertThat(guest.run("/opt/riffle/setup_" + other + ".sh", LIMIT).errors())
        .contains("use /opt/riffle/setup_" + isa + ".sh");
    assertThat(guest.run("/opt/riffle/setup_" + isa + ".sh nothing", LIMIT).errors())
        .contains("there is no program nothing: use one of");
    assertThat(guest.run("/opt/riffle/bin/riffle-shuffle /tmp /bin/true --seed x", LIMIT).errors())
        .contains("'x' is no 64-bit number");
  }
}
