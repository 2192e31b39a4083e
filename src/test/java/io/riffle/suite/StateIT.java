package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.ProcessState;
import io.riffle.flow.Program;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.junit.GuestTest;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.Judgement.Objection;
import io.riffle.oracle.StateOracle;
import io.riffle.workload.MigrationPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state of a process is the same before a dump and after a restore; and whatever a careless
 * migration could lose of it is missed, each thing by the check that is for it.
 */
class StateIT {
  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final String FLOATING_POINT = "floating-point control";

  @TempDir Path folder;

  @GuestTest
  void isKeptByMigrationAndMissedWhenItIsNot(Guest guest, Isa isa) throws IOException {
    Map<Isa, Path> binaries = Map.of(isa, compile(isa));
    InstalledProgram program =
        InstalledProgram.install(
            guest,
            new Program("tamper", binaries),
            new MonitorBuild(Home.fromEnvironment()).get(isa));
    Flow flow = new Flow(program, Duration.ofSeconds(60), folder, step -> {});
    int pid = flow.spawn(new StopPoint.AtFunction(MigrationPoint.parse("wait_a_little:3"))).pid();
    ProcessState before = flow.state().orElseThrow();
    flow.dump();
    flow.restore();
    ProcessState restored = flow.state().orElseThrow();

    assertThat(before.facts()).containsEntry("file.3.pos", "10").containsKey("handler.10");
    assertThat(StateOracle.judge(before, restored)).isEqualTo(new Judgement.Agreed());

    // Merely going on changes nothing that is checked but the contents of registers.
    assertThat(checks(restored, tampered(guest, flow, pid, "nothing")))
        .isSubsetOf("floating-point registers");
    SoftAssertions all = new SoftAssertions();
    ProcessState last = restored;
    for (Map.Entry<String, String> each : harm().entrySet()) {
      ProcessState next = tampered(guest, flow, pid, each.getKey());
      all.assertThat(checks(last, next)).as(each.getKey()).contains(each.getValue());
      last = next;
    }
    flow.cleanUp();
    all.assertAll();
  }

  /** What is done, and the check that must see it; closing comes after what needs the file. */
  private static Map<String, String> harm() {
    Map<String, String> harm = new LinkedHashMap<>();
    harm.put("seek", "files");
    harm.put("append", "files");
    harm.put("close", "files");
    harm.put("umask", "process");
    harm.put("mask", "signals");
    harm.put("handler", "signals");
    harm.put("limit", "limits");
    harm.put("map", "memory maps");
    harm.put("round", FLOATING_POINT);
    harm.put("raise", FLOATING_POINT);
    harm.put("thread", "threads");
    // Last, since it looks for its orders in the directory.
    harm.put("chdir", "directories");
    return harm;
  }

  private static ProcessState tampered(Guest guest, Flow flow, int pid, String act) {
    guest
        .run(
            ("rm -f /root/acted; printf %%s %s > /root/tamper/act; kill -CONT %d; kill -USR1 %d;"
                    + " for i in $(seq 500); do [ -e /root/acted ] && break; sleep 0.02; done;"
                    + " kill -STOP %d; sleep 0.05; [ -e /root/acted ]")
                .formatted(act, pid, pid, pid),
            Duration.ofSeconds(12))
        .orThrow();
    return flow.state().orElseThrow();
  }

  private static List<String> checks(ProcessState one, ProcessState other) {
    if (!(StateOracle.judge(one, other) instanceof Objection objection)) {
      return List.of();
    }
    String message = objection.message();
    return List.of(message.substring(message.lastIndexOf(": ") + 2).split(", "));
  }

  private Path compile(Isa isa) throws IOException {
    Path source = folder.resolve("tamper.c");
    try (InputStream program = StateIT.class.getResourceAsStream("tamper.c")) {
      Files.write(source, program.readAllBytes());
    }
    List<String> command = new ArrayList<>(CrossCompiler.command(isa));
    command.addAll(List.of("-O1", "-static", "-pthread", "tamper.c", "-lm", "-o", "tamper"));
    Tools.run(command, folder, SMALL.multipliedBy(15));
    return folder.resolve("tamper");
  }
}
