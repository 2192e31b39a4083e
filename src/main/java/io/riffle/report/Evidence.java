package io.riffle.report;

/**
 * The parts of a verdict, whichever kind it is; what a kind does not have is empty.
 *
 * @param kind which kind
 * @param step the step that it names
 * @param check the check that it names
 * @param message its sentence
 * @param detail its further lines
 */
record Evidence(Verdict.Kind kind, String step, String check, String message, String detail) {

  static Evidence of(Verdict verdict) {
    if (verdict instanceof Verdict.Failed failed) {
      return new Evidence(
          failed.kind(), failed.step(), failed.check(), failed.message(), failed.detail());
    }
    if (verdict instanceof Verdict.Errored errored) {
      return new Evidence(errored.kind(), errored.step(), "", errored.message(), "");
    }
    if (verdict instanceof Verdict.Skipped skipped) {
      return new Evidence(skipped.kind(), "", "", skipped.reason(), "");
    }
    return new Evidence(verdict.kind(), "", "", "", "");
  }
}
