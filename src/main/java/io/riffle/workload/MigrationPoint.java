package io.riffle.workload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A migration point: a place in a run where the process is stopped and moved.
 *
 * <pre>{@code
 * MigrationPoint point = MigrationPoint.parse("conj_grad:3");
 * MigrationPoint within = MigrationPoint.parse("conj_grad+0x1c:3");
 * }</pre>
 *
 * @param function the function whose entry or instruction it is
 * @param offset of the instruction behind the function's entry, in bytes; an instruction must begin
 *     there
 * @param entry which time it gets there, counted from 1
 */
public record MigrationPoint(String function, int offset, int entry) {
  private static final Pattern WITH_OFFSET =
      Pattern.compile("(?<function>.+)\\+0x(?<offset>[0-9a-f]{1,7})");

  private static final String FORM =
      "a migration point is FUNCTION:N or FUNCTION+0xOFFSET:N with N counted from 1, not '%s'";

  /** Checks that {@code entry} is positive, {@code offset} not negative, and there is a name. */
  public MigrationPoint {
    if (function.isBlank() || entry < 1 || offset < 0) {
      throw new IllegalArgumentException(FORM.formatted(text(function, offset, entry)));
    }
  }

  /** The entry of a function. */
  public MigrationPoint(String function, int entry) {
    this(function, 0, entry);
  }

  /**
   * The point that a user writes as {@code FUNCTION:N}, as {@code FUNCTION+0xOFFSET:N} for an
   * instruction of it, or without {@code :N} for the first time.
   *
   * @throws IllegalArgumentException if the text is none of them
   */
  public static MigrationPoint parse(String text) {
    int colon = text.lastIndexOf(':');
    String place = colon < 0 ? text : text.substring(0, colon);
    Matcher within = WITH_OFFSET.matcher(place);
    boolean hasOffset = within.matches();
    if (place.contains("+0x") && !hasOffset) {
      throw new IllegalArgumentException(FORM.formatted(text));
    }
    try {
      return new MigrationPoint(
          hasOffset ? within.group("function") : place,
          hasOffset ? Integer.parseInt(within.group("offset"), 16) : 0,
          colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(FORM.formatted(text), e);
    }
  }

  private static String text(String function, int offset, int entry) {
    return function + (offset == 0 ? "" : "+0x" + Integer.toHexString(offset)) + ":" + entry;
  }

  @Override
  public String toString() {
    return text(function, offset, entry);
  }
}
