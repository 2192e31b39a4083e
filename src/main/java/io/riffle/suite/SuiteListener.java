package io.riffle.suite;

import io.riffle.flow.Step;
import io.riffle.isa.Isa;
import io.riffle.report.Cell;

/** Is told how a run goes on; called from several threads. */
public interface SuiteListener {
  /** Something is prepared for an ISA, such as its image. */
  void preparing(Isa isa, String what);

  /** A step of a cell begins. */
  void stepBegins(CellSpec cell, Step step);

  /** A cell has ended. */
  void cellEnded(CellSpec spec, Cell cell);

  /** Hears nothing. */
  static SuiteListener silent() {
    return new SuiteListener() {
      @Override
      public void preparing(Isa isa, String what) {}

      @Override
      public void stepBegins(CellSpec cell, Step step) {}

      @Override
      public void cellEnded(CellSpec spec, Cell cell) {}
    };
  }
}
