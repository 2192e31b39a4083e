package io.riffle.suite;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Workload;

/**
 * One cell, before it is run.
 *
 * @param workload what runs
 * @param isa on which ISA
 * @param rung how far it is taken
 * @param stop where it is suspended; on the native rung it has no effect
 * @param seed the shuffle's seed; on the other rungs it has no effect
 */
public record CellSpec(Workload workload, Isa isa, Rung rung, StopPoint stop, long seed) {
  /** A stable name, such as {@code ep.S aarch64 shuffle 42}. */
  public String displayName() {
    return workload.id() + " " + isa + " " + rung.label() + (isSeeded() ? " seed " + seed : "");
  }

  /** A name for files. */
  String folderName() {
    String where = rung == Rung.NATIVE ? "" : " at " + stop;
    return (displayName() + where).replaceAll("[^A-Za-z0-9._-]", "-");
  }

  /** Whether the seed matters. */
  boolean isSeeded() {
    return rung == Rung.SHUFFLE;
  }

  /** The one command that runs this cell again. */
  public String rerun() {
    String where =
        stop instanceof StopPoint.AfterTime after
            ? " --after " + after.time().toMillis()
            : " --at " + stop;
    return "./riffle run --workload "
        + workload.name()
        + " --class "
        + workload.problemClass()
        + " --isa "
        + isa
        + " --ladder "
        + rung.label()
        + (rung == Rung.NATIVE ? "" : where)
        + (isSeeded() ? " --seed " + seed : "");
  }
}
