package io.riffle.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reports as real runs make them, for tests and, through {@link #main}, for the eye. */
final class SampleReports {
  static final long SEED = 7_301_822_944_519_076_213L;
  static final List<String> WORKLOADS = List.of("ep", "is", "cg", "mg");
  static final List<String> ISAS = List.of("x86-64", "aarch64");
  static final List<Rung> RUNGS =
      List.of(Rung.NATIVE, Rung.DUMP_RESTORE, Rung.IDENTITY, Rung.SHUFFLE);
  private static final Instant STARTED = Instant.parse("2026-03-02T14:05:11.250Z");
  private static final Map<String, String> POINTS =
      Map.of("ep", "vranlc:3", "is", "rank:6", "cg", "conj_grad:4", "mg", "resid:9");
  private static final Map<String, Integer> MOVABLE = Map.of("ep", 4, "is", 9, "cg", 6, "mg", 212);

  private SampleReports() {}

  /** Writes the samples below the given directory. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    ReportWriter.write(green(), root.resolve("green"));
    ReportWriter.write(broken(), root.resolve("broken"));
    ReportWriter.write(seeds(), root.resolve("seeds"));
    System.out.print(TextSummary.of(broken()));
  }

  /** Four workloads, two ISAs, the whole ladder: all passed. */
  static RunReport green() {
    List<Cell> cells = new ArrayList<>();
    for (String workload : WORKLOADS) {
      for (String isa : ISAS) {
        for (Rung rung : RUNGS) {
          cells.add(passed(workload, isa, rung, seedOf(rung)));
        }
      }
    }
    return report(cells);
  }

  /** The same with failures of several kinds, a broken infrastructure and skipped cells. */
  static RunReport broken() {
    List<Cell> cells = new ArrayList<>();
    for (Cell cell : green().cells()) {
      boolean arm = cell.isa().equals("aarch64");
      if (cell.workload().equals("cg") && arm && cell.rung() == Rung.SHUFFLE) {
        cells.add(ended(cell, wrongOutput(), 5));
      } else if (cell.workload().equals("mg") && !arm && cell.rung() == Rung.IDENTITY) {
        cells.add(ended(cell, refused(), 4));
      } else if (cell.workload().equals("mg") && !arm && cell.rung() == Rung.SHUFFLE) {
        cells.add(ended(cell, refused(), 4));
      } else if (cell.workload().equals("is") && arm && cell.rung() == Rung.DUMP_RESTORE) {
        cells.add(ended(cell, lostGuest(), 2));
      } else if (cell.workload().equals("is") && arm && cell.rung().ordinal() > 1) {
        cells.add(
            ended(cell, new Verdict.Skipped("The guest was lost on the rung dump+restore."), 0));
      } else {
        cells.add(cell);
      }
    }
    return report(cells);
  }

  /** Ten seeds of one workload in one place of the matrix, one of them failing. */
  static RunReport seeds() {
    List<Cell> cells = new ArrayList<>();
    for (String isa : ISAS) {
      cells.add(passed("ep", isa, Rung.NATIVE, OptionalLong.empty()));
      for (int run = 0; run < 10; run++) {
        Cell cell = passed("ep", isa, Rung.SHUFFLE, OptionalLong.of(SEED + run));
        cells.add(run == 6 && isa.equals("aarch64") ? ended(cell, wrongOutput(), 5) : cell);
      }
    }
    return report(cells);
  }

  static RunReport report(List<Cell> cells) {
    Map<String, GuestFacts> guests = new LinkedHashMap<>();
    guests.put(
        "x86-64", guest("x86-64", "q35", "max", "qemu-system-x86_64", "6.1.0-37-cloud-amd64"));
    guests.put(
        "aarch64",
        guest("aarch64", "virt", "cortex-a72", "qemu-system-aarch64", "6.1.0-37-cloud-arm64"));
    return new RunReport(
        "NPB class S, four workloads on two ISAs",
        STARTED,
        STARTED.plusMillis(381_700),
        "./riffle run --workload ep,is,cg,mg --class S --ladder --seed " + SEED,
        SEED,
        new RunFacts(
            "",
            List.of(new Source("kernels", Source.OWN)),
            "",
            2,
            Duration.ofSeconds(380),
            Duration.ofSeconds(700),
            List.of()),
        new HostFacts(
            "Debian GNU/Linux 12 (bookworm), Linux 6.1.0-37-amd64",
            "AMD EPYC 7B13",
            2,
            "17.0.15",
            "0.1.0",
            Optional.of("95216bd0c1c8")),
        guests,
        cells);
  }

  static Cell passed(String workload, String isa, Rung rung, OptionalLong seed) {
    List<StepRecord> steps = steps(workload, isa, rung);
    Duration duration =
        steps.stream().map(StepRecord::duration).reduce(Duration.ZERO, Duration::plus);
    Map<String, String> logs = new LinkedHashMap<>();
    logs.put("console", "logs/" + isa + "/console.log");
    logs.put("output", logOf(workload, isa, rung, "output"));
    return new Cell(
        workload + ".S/O2/" + isa + "/" + rung.label(),
        workload,
        "S",
        "O2",
        isa,
        rung,
        rung == Rung.NATIVE ? "" : POINTS.get(workload),
        seed,
        new Verdict.Passed(),
        duration,
        steps,
        rerun(workload, isa, rung, seed),
        logs,
        rung.compareTo(Rung.IDENTITY) < 0
            ? Optional.empty()
            : Optional.of(shuffle(workload, rung == Rung.SHUFFLE)));
  }

  /** The cell with another verdict, after its first {@code steps} steps. */
  static Cell ended(Cell cell, Verdict verdict, int steps) {
    List<StepRecord> taken =
        new ArrayList<>(cell.steps().subList(0, Math.min(steps, cell.steps().size())));
    if (verdict.kind().broken() && !taken.isEmpty()) {
      StepRecord last = taken.remove(taken.size() - 1);
      taken.add(
          new StepRecord(
              last.name(), last.duration(), 1, last.command(), last.logPath(), last.note()));
    }
    return cell.with(
        verdict,
        taken.stream().map(StepRecord::duration).reduce(Duration.ZERO, Duration::plus),
        taken,
        cell.logs(),
        taken.stream().anyMatch(step -> step.name().equals("shuffle"))
            ? cell.shuffle()
            : Optional.empty());
  }

  private static Verdict wrongOutput() {
    return new Verdict.Failed(
        "complete",
        "output",
        "The program ended with status 0, but its output differs from the native run in 2 lines.",
        """
        @@ line 22 of 41 @@
          Iteration           ||r||                 zeta
        -         14       0.41378913E-15       8.5971775078648
        +         14       0.98120067E-03       8.5973091171254
        @@ line 31 of 41 @@
        - Verification    =               SUCCESSFUL
        + Verification    =             UNSUCCESSFUL
        """);
  }

  private static Verdict refused() {
    return new Verdict.Failed(
        "restore",
        "exit status",
        "criu restore ended with status 1: File home/riffle/mg/mg has bad build-ID",
        """
        (00.031877)   1187: Error (criu/files-reg.c:1770): File home/riffle/mg/mg has bad build-ID
        (00.031902)   1187: Error (criu/mem.c:1312): `- Can't open vma
        (00.034410) Error (criu/cr-restore.c:2536): Restoring FAILED.
        """);
  }

  private static Verdict lostGuest() {
    return new Verdict.Errored(
        "dump", "The guest stopped answering over SSH; QEMU had been killed by signal 9.");
  }

  private static OptionalLong seedOf(Rung rung) {
    return rung.compareTo(Rung.IDENTITY) < 0 ? OptionalLong.empty() : OptionalLong.of(SEED);
  }

  private static List<StepRecord> steps(String workload, String isa, Rung rung) {
    int slow = isa.equals("aarch64") ? 13 : 10;
    int work = 900 + 700 * WORKLOADS.indexOf(workload);
    List<StepRecord> steps = new ArrayList<>();
    steps.add(
        step(
            workload,
            isa,
            rung,
            "spawn",
            31 * slow,
            "monitor --at " + POINTS.get(workload) + " -- ~/" + workload + "/" + workload,
            "stopped as pid 1187 in " + POINTS.get(workload).split(":")[0]));
    if (rung != Rung.NATIVE) {
      steps.add(
          step(
              workload,
              isa,
              rung,
              "dump",
              84 * slow,
              "criu dump -t 1187 -D ~/" + workload + "/images --shell-job -v4",
              "2.1 MB in 14 files"));
      if (rung != Rung.DUMP_RESTORE) {
        steps.add(
            step(
                workload,
                isa,
                rung,
                "shuffle",
                97 * slow,
                "",
                "over SFTP, 212 KB read, 38 KB written"));
      }
      steps.add(
          step(
              workload,
              isa,
              rung,
              "restore",
              42 * slow,
              "criu restore -d -D ~/" + workload + "/images --shell-job -v4",
              ""));
    }
    steps.add(
        step(
            workload,
            isa,
            rung,
            "complete",
            work * slow / 10,
            rung == Rung.NATIVE ? "" : "kill -CONT 1187",
            "SUCCESSFUL"));
    return steps;
  }

  private static StepRecord step(
      String workload,
      String isa,
      Rung rung,
      String name,
      int millis,
      String command,
      String note) {
    return new StepRecord(
        name, Duration.ofMillis(millis), 0, command, logOf(workload, isa, rung, name), note);
  }

  private static String logOf(String workload, String isa, Rung rung, String name) {
    return "logs/" + isa + "/" + workload + ".S/" + rung.label() + "/" + name + ".log";
  }

  private static String rerun(String workload, String isa, Rung rung, OptionalLong seed) {
    return "./riffle run --workload "
        + workload
        + " --class S --isa "
        + isa
        + " --rung "
        + rung.label()
        + (rung == Rung.NATIVE ? "" : " --at " + POINTS.get(workload))
        + (seed.isPresent() ? " --seed " + seed.getAsLong() : "");
  }

  private static ShuffleFigures shuffle(String workload, boolean moves) {
    int movable = MOVABLE.get(workload);
    int moved = moves ? movable * 3 / 4 : 0;
    Map<String, Integer> pinned = new LinkedHashMap<>();
    pinned.put("address taken", 41);
    pinned.put("callee-saved register", 58);
    pinned.put("not a scalar", 23);
    pinned.put("paired access", 7);
    pinned.put("alone of its size and alignment", 5);
    List<FunctionFigures> functions = new ArrayList<>();
    functions.add(
        new FunctionFigures(
            POINTS.get(workload).split(":")[0],
            21,
            movable / 2,
            moved / 2,
            moved * 3,
            moves ? movable * 0.9 : 0,
            1,
            moves
                ? List.of(
                    new FunctionFigures.ObjectMove("sum", 8, -40, -56),
                    new FunctionFigures.ObjectMove("spill", 8, -56, -40))
                : List.of()));
    functions.add(
        new FunctionFigures(
            "main", 34, movable / 3, moved / 3, moved * 2, moves ? movable * 0.5 : 0, 1));
    functions.add(
        new FunctionFigures(
            "print_results", 9, movable / 6, moved / 6, moved, moves ? movable * 0.2 : 0, 0));
    functions.add(new FunctionFigures("timer_read", 1, 0, 0, 0, 0, 0));
    functions.add(new FunctionFigures("wtime_", 2, 0, 0, 0, 0, 0));
    return new ShuffleFigures(
        134 + movable, movable, moved, moved * 6, moves ? movable * 1.6 : 0, 2, pinned, functions);
  }

  private static GuestFacts guest(
      String isa, String machine, String cpu, String qemu, String kernel) {
    return new GuestFacts(
        isa,
        "tcg",
        isa.equals("x86-64")
            ? "KVM is present, but a probe guest did not boot within 10 s."
            : "The host is of another ISA.",
        "7.2.17",
        kernel,
        "3.17.1",
        "3f9ac27be1d04417",
        512,
        Duration.ofMillis(isa.equals("x86-64") ? 4120 : 2740),
        List.of(
            qemu,
            "-nodefaults",
            "-machine",
            machine,
            "-cpu",
            cpu,
            "-accel",
            "tcg",
            "-m",
            "512",
            "-kernel",
            "images/" + isa + "/vmlinuz",
            "-append",
            "console=ttyS0 root=/dev/vda ro quiet",
            "-drive",
            "if=none,id=root,file=overlay.qcow2",
            "-device",
            "virtio-blk-pci,drive=root"),
        "logs/" + isa + "/console.log");
  }
}
