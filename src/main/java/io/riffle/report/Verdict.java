package io.riffle.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a cell ended. JSON tells the kinds apart by {@code "kind"}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Verdict.Passed.class, name = "passed"),
  @JsonSubTypes.Type(value = Verdict.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Verdict.Errored.class, name = "errored"),
  @JsonSubTypes.Type(value = Verdict.Skipped.class, name = "skipped")
})
public sealed interface Verdict {

  /** The kinds, the ones that a reader must see first in front. */
  enum Kind {
    FAILED("failed", true),
    ERRORED("errored", true),
    SKIPPED("skipped", false),
    PASSED("passed", false);

    private final String label;
    private final boolean broken;

    Kind(String label, boolean broken) {
      this.label = label;
      this.broken = broken;
    }

    /** The word for it, in lower case. */
    public String label() {
      return label;
    }

    /** Whether a run with such a cell must not be called green. */
    public boolean broken() {
      return broken;
    }
  }

  /** Which of the four it is. */
  Kind kind();

  /** Every step was taken and every check agreed. */
  record Passed() implements Verdict {
    @Override
    public Kind kind() {
      return Kind.PASSED;
    }
  }

  /**
   * A check found something wrong with the program under test.
   *
   * @param step the step at which it shows: spawn, dump, shuffle, restore or complete
   * @param check the check that failed, such as {@code output}
   * @param message what is wrong, in one sentence
   * @param detail evidence over several lines, such as a diff; may be empty
   */
  record Failed(String step, String check, String message, String detail) implements Verdict {
    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null; the message names it
     */
    public Failed {
      requireNonNull(step, "step");
      requireNonNull(check, "check");
      requireNonNull(message, "message");
      requireNonNull(detail, "detail");
    }

    @Override
    public Kind kind() {
      return Kind.FAILED;
    }
  }

  /**
   * The infrastructure broke, which says nothing of the program under test.
   *
   * @param step the step during which it broke
   * @param message what broke, in one sentence
   */
  record Errored(String step, String message) implements Verdict {
    /**
     * Checks the components.
     *
     * @throws NullPointerException if one is null; the message names it
     */
    public Errored {
      requireNonNull(step, "step");
      requireNonNull(message, "message");
    }

    @Override
    public Kind kind() {
      return Kind.ERRORED;
    }
  }

  /**
   * The cell was not run.
   *
   * @param reason why, in one sentence
   */
  record Skipped(String reason) implements Verdict {
    /**
     * Checks the component.
     *
     * @throws NullPointerException if it is null
     */
    public Skipped {
      requireNonNull(reason, "reason");
    }

    @Override
    public Kind kind() {
      return Kind.SKIPPED;
    }
  }
}
