package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "doctor ",
        "images ",
        "images build ",
        "images list ",
        "boot ",
        "run ",
        "report ",
        "report merge ",
        "shuffle ",
        "inspect ",
        "entropy ",
        "layout ",
        "layout attach ",
        "layout show ",
        "soak ",
        "bench ",
        "bench boot ",
        "bench shuffle "
      })
  void everyCommandHasHelp(String command) {
    CommandRun run = CommandRun.of((command + "--help").split(" "));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: riffle " + command.strip());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void tellsItsVersion() {
    CommandRun run = CommandRun.of("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("riffle ").contains("Java 17");
  }

  @Test
  void withoutACommandItNamesThem() {
    CommandRun run = CommandRun.of();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("name a command: ").contains("doctor").contains("boot");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bott x86-64                      | Did you mean: riffle boot?",
        "images                           | name a command: build or list",
        "boot                             | Missing required parameter: 'ISA'",
        "boot mips                        | unknown ISA 'mips': use one of x86-64, aarch64",
        "boot x86-64 --memory lots        | 'lots' is not an int",
        "boot x86-64 --memory 16          | --memory 16 is too little: give 128 or more",
        "boot x86-64 --memory -5          | --memory -5 is too little",
        "boot x86-64 --speed              | Unknown option: '--speed'",
        "boot both --workload xx          | unknown workload 'xx': use ep, is, cg",
        "boot both --user Ada             | 'Ada' is no name of a user",
        "boot both --bare --user ada      | needs sudo, which a --bare guest lacks",
        "boot both --bare --workload bt   | a --bare guest has nothing laid out: drop --bare or",
        "entropy ep --image /none         | --image '/none' is no folder: give the one that criu",
        "inspect /none ep                 | IMAGE_DIR '/none' is no folder: give the one that criu",
        "images build --isa x86-64,arm    | unknown ISA 'arm': use one of x86-64, aarch64",
        "run --workload ep,xx             | unknown workload 'xx': use one of ep, is, cg, mg",
        "run --pipeline ant               | unknown pipeline 'ant': use riffle or make",
        "run --pipeline make              | --pipeline make needs --root DIR",
        "run --root /tmp                  | belong to --pipeline make: add it",
        "run --pipeline make --root /no   | no folder /no: give the checkout's",
        "run --pipeline make --root /proc | has no test/SNU_NPB_SER_C/NAME/Makefile",
        "run --profile quick              | unknown profile 'quick': use one of smoke, default",
        "run --opt O3                     | unknown level 'O3': use O0 or O2",
        "run --shard 1/4                  | --shard needs --master-seed",
        "run --shard 5/4 --master-seed 1  | no shard 5/4: give I/N with I from 1 to N",
        "run --shard 1/99 --master-seed 1 | the plan has only 18 groups of cells",
        "run --rerun ep.S/arm/native      | unknown ISA 'arm': use one of x86-64, aarch64",
        "run --rerun ep.S --isa x86-64    | --rerun names the whole cell: drop the options",
        "run --class Z                    | unknown problem class 'Z': use one of S, W, A, B",
        "run --redis /usr --workload redis | /usr is no source tree of redis or valkey: it lacks src",
        "run --isa arm                    | unknown ISA 'arm': use one of x86-64, aarch64",
        "soak --minutes 0                 | --minutes 0 is too little: give 1 or more",
        "soak --minutes 200000000         | --minutes 200000000 is too much: give 527040 or less",
        "soak --minutes 99999999999       | '99999999999' is not an int",
        "soak --lives -1                  | --lives -1 is too little: give 1 or more",
        "soak --every 2000000000          | --every 2000000000 is too much: give 3600000 or less",
        "soak --every 0                   | --every 0 is too little: give 1 or more",
        "soak --seed luck                 | 'luck' is no 64-bit number",
        "soak --isa arm                   | unknown ISA 'arm': use one of x86-64, aarch64",
        "soak --workload xx               | unknown workload 'xx': use",
        "soak --class Z                   | unknown problem class 'Z'",
        "bench shuffle --rounds 0         | --rounds 0: give 1 or more, and at most 100000",
        "bench shuffle --rounds -3        | --rounds -3: give 1 or more",
        "bench shuffle --rounds 200000000 | --rounds 200000000: give 1 or more, and at most",
        "bench shuffle --program ep       | --program 'ep' is unknown: use redis-server or bt",
        "bench shuffle --isa arm          | unknown ISA 'arm': use one of x86-64, aarch64",
        "inspect                          | Missing required parameters: 'IMAGE_DIR', 'BINARY'",
        "inspect /no /bin/true            | IMAGE_DIR '/no' is no folder",
        "inspect /bin/true /bin/true      | IMAGE_DIR '/bin/true' is no folder",
        "inspect /proc /no                | BINARY '/no' is no file",
        "inspect /proc /proc              | BINARY '/proc' is no file",
        "inspect /proc /bin/true --root /no | --root '/no' is no folder: give the one that",
        "entropy                          | Missing required parameter: 'BINARY'",
        "entropy /no                      | BINARY '/no' is no file: give a binary",
        "entropy /proc                    | BINARY '/proc' is no file: give a binary",
        "entropy /bin/true --image /no    | --image '/no' is no folder",
        "entropy /bin/true --root /       | --root is not used without a dump: add --image DIR",
      })
  void wrongUsageIsToldInOneLineWithTheWayOut(String line, String message) {
    CommandRun run = CommandRun.of(line.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("riffle: ").contains(message).doesNotContain("\tat ");
    assertThat(run.err().lines().count()).isBetween(2L, 3L);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void usageListsTheIsas() {
    CommandRun run = CommandRun.of("boot", "--help");
    for (Isa isa : Isa.values()) {
      assertThat(run.out()).contains(isa.displayName());
    }
  }
}
