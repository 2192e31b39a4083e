package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.flow.MonitorBench.Call;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The monitor on this machine's own ISA, with small programs. */
class MonitorIT {
  private static final String ENDLESS = "-- ./rounds 100000000 0";

  private static MonitorBench bench;

  @BeforeAll
  static void compile(@TempDir Path folder) throws IOException {
    bench = new MonitorBench(folder);
    bench.compile("rounds", "rounds", "-static");
    bench.compile("rounds", "rounds-pie", "-fPIE", "-pie");
    bench.compile("threads", "threads", "-static");
    bench.compile("children", "children", "-static");
    bench.compile("forks", "forks", "-static");
  }

  @AfterEach
  void endPrograms() throws IOException {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource
  void isStaticAndForItsIsa(Isa isa) throws IOException {
    ElfFile monitor = ElfFile.read(LocalByteStore.openReadOnly(bench.monitor(isa)));

    assertThat(monitor.isa()).isEqualTo(isa);
    assertThat(monitor.section(".interp")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rounds,1", "rounds,3", "rounds-pie,1", "rounds-pie,4", "rounds,5"})
  void stopsAtTheEntryAskedForAndNoFurther(String program, int entry) throws Exception {
    Call stopped = bench.spawn("--at work:" + entry + " -- ./" + program + " 5 7");

    long pid = stopped.pid();
    assertThat(stopped.exitCode()).as(stopped.errors()).isZero();
    assertThat(stopped.json().get("state").asText()).isEqualTo("stopped");
    assertThat(stopped.json().get("tids")).hasSize(1);
    assertThat(stopped.json().get("symbol").asText()).isEqualTo("work");
    assertThat(stopped.json().get("offset").asInt()).isZero();
    assertThat(stopped.json().get("entries").asInt()).isEqualTo(entry);
    assertThat(MonitorBench.states(pid)).isEqualTo("T");
    String pc = stopped.json().get("pc").asText();
    assertThat(MonitorBench.pc(pid, pid)).isEqualTo(pc);
    assertThat(bench.text("err").lines()).hasSize(entry);

    bench.signal("CONT", pid);

    assertThat(bench.awaitStatus().toString())
        .isEqualTo("{\"state\":\"exited\",\"pid\":%d,\"status\":7,\"signal\":null}".formatted(pid));
    assertThat(bench.text("out")).contains("work at " + pc);
    assertThat(bench.text("err").lines()).hasSize(5);
  }

  @Test
  void theStopComesBeforeAnyHandlerOfASignal() throws Exception {
    String total = totalOf(300);
    for (int entry = 100; entry <= 300; entry += 40) {
      Call stopped = bench.spawn("--at work:" + entry + " -- ./rounds 300 0 alarms");

      assertThat(MonitorBench.pc(stopped.pid(), stopped.pid()))
          .isEqualTo(stopped.json().get("pc").asText());
      bench.signal("CONT", stopped.pid());
      assertThat(bench.awaitExit()).isEqualTo("0");
      assertThat(bench.text("out").lines().findFirst()).contains(total);
    }
  }

  private static String totalOf(int rounds) throws Exception {
    bench.spawn("-- ./rounds " + rounds + " 0");
    bench.awaitStatus();
    return bench.text("out").lines().findFirst().orElseThrow();
  }

  @Test
  void stopsAfterATimeWhereverTheProgramIs() throws Exception {
    Call stopped = bench.spawn("--after 200 " + ENDLESS);

    assertThat(stopped.json().get("state").asText()).isEqualTo("stopped");
    assertThat(MonitorBench.states(stopped.pid())).isEqualTo("T");
    assertThat(MonitorBench.pc(stopped.pid(), stopped.pid()))
        .isEqualTo(stopped.json().get("pc").asText());
    assertThat(stopped.json().get("symbol").isTextual()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--at work:1", "--at work:777", "--after 5", "--after 60"})
  void stopsAllThreadsAndLosesNoneOfTheirWork(String place) throws Exception {
    // Enough work for about a second, so that the latest of the stops comes well before the end.
    Call stopped = bench.spawn(place + " -- ./threads 300000");

    assertThat(stopped.exitCode()).as(stopped.errors()).isZero();
    assertThat(MonitorBench.states(stopped.pid()))
        .isEqualTo("T".repeat(stopped.json().get("tids").size()));
    assertThat(MonitorBench.pc(stopped.pid(), stopped.json().get("tid").asLong()))
        .isEqualTo(stopped.json().get("pc").asText());
    bench.signal("CONT", stopped.pid());
    assertThat(bench.awaitExit()).isEqualTo("0");
    assertThat(bench.text("out")).isEqualTo("entered 1200000\n");
  }

  @Test
  void leavesForkedChildrenAlone() throws Exception {
    Call stopped = bench.spawn("--at work:20 -- ./children");

    assertThat(stopped.json().get("entries").asInt()).isEqualTo(20);
    bench.signal("CONT", stopped.pid());
    assertThat(bench.awaitExit()).isEqualTo("0");
    assertThat(bench.text("out")).isEqualTo("failures 0\n");
  }

  @Test
  void watchesAProgramThatForksAndLeavesItsChildrenAlone() throws Exception {
    Files.writeString(bench.file("functions"), "work\n");

    Call profile =
        bench.call(
            "profile --functions functions --stdout out --stderr err --timeout 30 -- ./children");

    assertThat(profile.exitCode()).as(profile.errors()).isZero();
    assertThat(profile.json().get("entries").asInt()).isEqualTo(20);
    assertThat(bench.text("out")).isEqualTo("failures 0\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 33, 77, 100})
  void aChildBornAtTheStopHasNoBreakpointInItsCodeAndIsNotLeftStanding(int entry) throws Exception {
    Call stopped = bench.spawn("--at work:" + entry + " -- ./forks 50");

    assertThat(stopped.json().get("entries").asInt()).isEqualTo(entry);
    bench.signal("CONT", stopped.pid());
    assertThat(bench.awaitExit()).isEqualTo("0");
    assertThat(bench.text("out")).isEqualTo("failures 0\n");
  }

  @Test
  void saysThatTheProgramEndedFirst() throws Exception {
    Call ended = bench.spawn("--at work:7 -- ./rounds 2 3");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.json().get("state").asText()).isEqualTo("ended");
    assertThat(ended.json().get("status").asInt()).isEqualTo(3);
    assertThat(ended.json().get("entries").asInt()).isEqualTo(2);
    assertThat(ended.errors())
        .isEqualTo(
            "riffle-monitor: ./rounds ended (exit status 3) after 2 entries of 'work'; it was"
                + " asked to stop at entry 7\n");
    assertThat(bench.awaitExit()).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({
    "spawn --at wrok -- ./rounds 1 0, 4, did you mean 'work'",
    "spawn --at zzzzzzzzz -- ./rounds 1 0, 4, has no function 'zzzzzzzzz'",
    "spawn --at work -- ./nowhere, 5, no program './nowhere'",
    "spawn --at work -- ./rounds.c, 5, not an executable",
    "spawn --at work --stdout no/where -- ./rounds 1 0, 5, no/where",
    "spawn --at work:0 -- ./rounds 1 0, 2, from 1",
    "spawn --at work --after 5 -- ./rounds 1 0, 2, exclude",
    "spawn --after soon -- ./rounds 1 0, 2, 'soon'",
    "spawn --at work, 2, PROGRAM",
    "attach 1, 2, --at FUNCTION",
    "adopt 999999999, 5, 999999999",
    "wait --status nowhere --timeout 1, 6, nowhere",
    "fly, 2, 'fly'"
  })
  void refusesInOneSentence(String arguments, int exitCode, String said) throws Exception {
    Call refused = bench.call(arguments);

    assertThat(refused.exitCode()).isEqualTo(exitCode);
    assertThat(refused.errors()).startsWith("riffle-monitor: ").contains(said);
    assertThat(refused.line()).isEmpty();
    assertThat(bench.running("rounds")).isEmpty();
  }

  @Test
  void refusesProgramsOfAnotherIsaAndBrokenOnes() throws Exception {
    byte[] program = Files.readAllBytes(bench.file("rounds"));
    byte[] foreign = program.clone();
    foreign[0x12] = (byte) (MonitorBench.hostIsa() == Isa.AARCH64 ? 62 : 183);
    executable("foreign", foreign);
    executable("cut", java.util.Arrays.copyOf(program, 3000));
    executable("text", "#!/bin/sh\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    for (String name : List.of("foreign", "cut", "text")) {
      Call refused = bench.call("spawn --at work -- ./" + name);

      assertThat(refused.exitCode()).as(name).isEqualTo(5);
      assertThat(refused.errors()).contains("/" + name + "'");
    }
  }

  private static void executable(String name, byte[] content) throws IOException {
    Files.write(bench.file(name), content);
    assertThat(bench.file(name).toFile().setExecutable(true)).isTrue();
  }

  @Test
  void killsAProgramThatTakesTooLong() throws Exception {
    Call late = bench.spawn("--at never_called --timeout 1 " + ENDLESS);

    assertThat(late.exitCode()).isEqualTo(6);
    assertThat(late.errors()).contains("within 1 s", "'never_called'");
    assertThat(bench.running("rounds")).isEmpty();
    assertThat(bench.awaitStatus().get("signal").asInt()).isEqualTo(9);
  }

  @Test
  void reapsWhatIsKilledSoThatThePidIsFree() throws Exception {
    Call stopped = bench.spawn("--at work " + ENDLESS);

    bench.signal("KILL", stopped.pid());

    assertThat(bench.awaitStatus().toString())
        .isEqualTo(
            "{\"state\":\"exited\",\"pid\":%d,\"status\":null,\"signal\":9}"
                .formatted(stopped.pid()));
    Path entry = Path.of("/proc/" + stopped.pid());
    Awaitility.await("a free pid").until(() -> !Files.exists(entry));
  }

  @Test
  void theProgramDiesWithAMonitorThatIsKilledBeforeTheStop() throws Exception {
    Process monitor = bench.start("spawn --at never_called --stdout out " + ENDLESS);
    Awaitility.await("the program").until(() -> bench.running("rounds").size() == 1);
    long program = bench.running("rounds").get(0);

    monitor.destroyForcibly();

    MonitorBench.awaitGone(program);
  }

  @Test
  void attachesToARunningProgramAndToAStoppedOne() throws Exception {
    long pid = bench.spawn("-- ./threads 60000").pid();
    for (int entry = 1; entry <= 200; entry += 66) {
      Call stopped = bench.call("attach --at work:" + entry + " " + pid);

      assertThat(stopped.exitCode()).as(stopped.errors()).isZero();
      assertThat(stopped.json().get("entries").asInt()).isEqualTo(entry);
      assertThat(MonitorBench.states(pid)).isEqualTo("TTTTT");
    }
    Call inTime = bench.call("attach --after 50 " + pid);
    assertThat(MonitorBench.states(pid)).as(inTime.errors()).isEqualTo("TTTTT");
    bench.signal("CONT", pid);
    assertThat(bench.awaitExit()).isEqualTo("0");
    assertThat(bench.text("out")).isEqualTo("entered 240000\n");
  }

  @Test
  void anAttachThatFailsOrIsInterruptedLeavesTheProgramRunning() throws Exception {
    // Must outlast the time limit below even on a fast and idle machine.
    long pid = bench.spawn("-- ./rounds 20000 0").pid();

    assertThat(bench.call("attach --at never_called --timeout 1 " + pid).exitCode()).isEqualTo(6);
    assertThat(MonitorBench.states(pid)).matches("[RS]");
    assertThat(bench.call("attach --at wrok " + pid).exitCode()).isEqualTo(4);
    Process attached = bench.start("attach --at work:1000000 " + pid);
    Awaitility.await("tracing").until(() -> isTraced(pid));
    attached.destroy();
    assertThat(bench.finish(attached).exitCode()).isEqualTo(1);

    assertThat(bench.awaitExit()).isEqualTo("0");
    assertThat(bench.text("err").lines()).hasSize(20000);
  }

  private static boolean isTraced(long pid) throws IOException {
    return !Files.readString(Path.of("/proc/" + pid + "/status")).contains("TracerPid:\t0");
  }

  @ParameterizedTest
  @CsvSource({"exec ./rounds 3 9 >out, 9, 9, null", "kill -TERM $$, 143, null, 15"})
  void adoptsAStoppedChildAndExitsAsItDid(String last, int exitCode, String status, String signal)
      throws Exception {
    String child = "sh -c 'while [ ! -e go ]; do sleep 0.02; done; " + last + "' & kill -STOP $!";
    String adopt = bench.monitor(MonitorBench.hostIsa()) + " adopt --status status $!";
    Process adopting = bench.start(List.of("sh", "-c", child + "; exec " + adopt));
    Awaitility.await("the adoption").until(() -> Files.exists(bench.file("status.part")));
    Files.createFile(bench.file("go"));

    Call ended = bench.finish(adopting);

    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(exitCode);
    assertThat(ended.line()).isEqualTo(bench.text("status"));
    assertThat(ended.json().get("status").asText()).isEqualTo(status);
    assertThat(ended.json().get("signal").asText()).isEqualTo(signal);
  }

  @Test
  void theLateEndOfAnEarlierProgramDoesNotTakeTheStatusFile() throws Exception {
    long earlier = bench.spawn(ENDLESS).pid();
    long later = bench.spawn(ENDLESS).pid();

    bench.signal("KILL", earlier);
    Path entry = Path.of("/proc/" + earlier);
    Awaitility.await("a free pid").until(() -> !Files.exists(entry));

    assertThat(bench.file("status")).doesNotExist();
    bench.signal("KILL", later);
    assertThat(bench.awaitStatus().get("pid").asLong()).isEqualTo(later);
  }

  @Test
  void saysThatItCannotKnowTheEndOfAnothersChild() throws Exception {
    long pid = bench.spawn("--at work -- ./rounds 200 0").pid();

    Call ended = bench.call("adopt " + pid);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.json().get("status").isNull()).isTrue();
    assertThat(ended.json().get("note").asText()).contains("not a child");
    assertThat(bench.awaitExit()).isEqualTo("0");
  }

  @Test
  void staysInTheForegroundAndShowsWhatIsWrittenToFiles() throws Exception {
    Call stayed =
        bench.finish(bench.start("spawn --stay --stdout out --stderr err -- ./rounds 3 7"));

    assertThat(stayed.exitCode()).isEqualTo(7);
    assertThat(stayed.line()).isEqualTo(bench.text("out")).isNotEmpty();
    assertThat(stayed.errors()).isEqualTo(bench.text("err")).isNotEmpty();
  }

  @Test
  void staysUntilWhatStandsHasBeenDumped() throws Exception {
    Process staying = bench.start("spawn --stay --at work:2 --stdout out " + ENDLESS);
    Awaitility.await("the stop")
        .until(() -> bench.text("errors").contains("stands at work:2 and waits to be dumped"));
    long pid = bench.running("rounds").get(0);
    assertThat(MonitorBench.states(pid)).isEqualTo("T");
    assertThat(staying.isAlive()).isTrue();

    // As CRIU does at the end of a dump.
    bench.signal("KILL", pid);

    Call ended = bench.finish(staying);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.errors()).contains("ended by signal 9, as a dump does");
  }

  @Test
  void whoStaysPassesInterruptionsOn() throws Exception {
    Process staying = bench.start("spawn --stay --at work:2 --stdout out " + ENDLESS);
    Awaitility.await("the stop").until(() -> bench.text("errors").contains("waits to be dumped"));
    long pid = bench.running("rounds").get(0);

    bench.signal("INT", staying.pid());

    Call ended = bench.finish(staying);
    assertThat(ended.exitCode()).isEqualTo(130);
    MonitorBench.awaitGone(pid);
  }
}
