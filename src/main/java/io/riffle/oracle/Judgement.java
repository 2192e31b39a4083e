package io.riffle.oracle;

/**
 * What an oracle says of a run.
 *
 * <pre>{@code
 * if (judgement instanceof Judgement.Objection objection) {
 *   System.out.println(objection.check() + ": " + objection.message());
 * }
 * }</pre>
 */
public sealed interface Judgement {
  /** Every check agreed. */
  record Agreed() implements Judgement {}

  /**
   * A check did not agree.
   *
   * @param check its name: {@code stderr}, {@code exit}, {@code verification} or {@code output}
   * @param message what is wrong, in one sentence
   * @param detail evidence, possibly several lines
   */
  record Objection(String check, String message, String detail) implements Judgement {}
}
