package io.riffle.flow;

/**
 * The implementation of the flow does not offer a step: this says nothing of the program, and
 * whatever else goes wrong in a step is never told by it.
 *
 * <pre>{@code
 * try {
 *   pipeline.advance(StopPoint.parse("900ms"));
 * } catch (NotOfferedException e) {
 *   // there is one round only
 * }
 * }</pre>
 */
public final class NotOfferedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is not offered.
   *
   * @param message a sentence for the report
   */
  public NotOfferedException(String message) {
    super(message);
  }
}
