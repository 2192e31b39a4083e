package io.riffle.flow;

import io.riffle.guest.Guest;
import java.time.Duration;
import java.util.List;

/**
 * Where a run took place: names guest, step, elapsed time and log for messages, and can look for
 * processes that the run left.
 *
 * <pre>{@code
 * RunOrigin origin = flow.complete().origin().orElseThrow();
 * System.out.println(origin); // ep on the aarch64 guest, step complete, 4210 ms, log /tmp/...
 * }</pre>
 *
 * @param guest the guest, which may have ended since
 * @param program the program's name
 * @param trace the step that ended the run
 */
public record RunOrigin(Guest guest, String program, StepTrace trace) {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /**
   * Lists what still runs of the program: processes whose executable lies in its folder, zombies of
   * its name, and monitors that watch it. Shells are none, so that this does not find itself.
   */
  private static final String LIST =
      """
      for p in /proc/[0-9]*; do
        exe=$(readlink "$p/exe" 2>/dev/null)
        case "$exe" in
          %1$s/*) ;;
          %2$s) tr '\\0' ' ' <"$p/cmdline" 2>/dev/null | grep -qF ' %1$s/' || continue ;;
          *) grep -qs '^[0-9]* (%3$s) Z' "$p/stat" || continue ;;
        esac
        echo "${p#/proc/} $(tr '\\0' ' ' <"$p/cmdline" 2>/dev/null)$(cut -d ' ' -f 2,3 "$p/stat" 2>/dev/null)"
      done; true
      """;

  /** The kernel cuts the name of a process to so many bytes (TASK_COMM_LEN, less the zero). */
  private static final int LONGEST_NAME = 15;

  /**
   * The processes of the program that are still in the guest, a line each: pid, arguments, state.
   *
   * @throws io.riffle.guest.GuestException.Lost if the guest is gone
   */
  public List<String> leftProcesses() {
    GuestLayout layout = GuestLayout.of(program);
    String name = program.substring(0, Math.min(LONGEST_NAME, program.length()));
    String list = LIST.formatted(layout.folder(), GuestLayout.MONITOR, name);
    return guest.run(list, LIMIT).orThrow().output().lines().toList();
  }

  @Override
  public String toString() {
    return "%s on the %s guest, step %s, %d ms%s"
        .formatted(
            program,
            guest.isa(),
            trace.step(),
            trace.duration().toMillis(),
            trace.log().map(log -> ", log " + log).orElse(""));
  }
}
