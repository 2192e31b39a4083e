package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a run was put together.
 *
 * @param profile the profile that chose its cells, such as {@code smoke}; empty if options did
 * @param sources what its workloads were built from, one for each kind
 * @param shard which part of the plan it is, as {@code 2/4}; empty for the whole
 * @param workers how many guests were at work at once
 * @param wall from the first cell's begin to the last one's end
 * @param guestBusy time that guests spent on booting, on getting programs and on cells, summed;
 *     that in which this machine built programs, or waited for another build, is not theirs
 * @param shards the runs that were merged into this report; empty if it is of one run
 */
public record RunFacts(
    String profile,
    List<Source> sources,
    String shard,
    int workers,
    Duration wall,
    Duration guestBusy,
    List<ShardFacts> shards) {
  /**
   * One of the runs of a merged report.
   *
   * @param shard which part of the plan, as {@code 2/4}
   * @param host the machine's operating system and processor
   * @param command the command line
   * @param cells how many cells it ran
   * @param wall as in {@link RunFacts}
   */
  public record ShardFacts(String shard, String host, String command, int cells, Duration wall) {}

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null; the message names it
   */
  public RunFacts {
    requireNonNull(profile, "profile");
    sources = Copies.of(sources, "sources");
    requireNonNull(shard, "shard");
    requireNonNull(wall, "wall");
    requireNonNull(guestBusy, "guestBusy");
    shards = Copies.of(shards, "shards");
  }

  /** Of a run about which nothing of this is known. */
  public static RunFacts unknown() {
    return new RunFacts("", List.of(), "", 1, Duration.ZERO, Duration.ZERO, List.of());
  }

  /** The sources in one line. */
  String origin() {
    return sources.stream().map(Source::toString).collect(Collectors.joining(", "));
  }

  /**
   * How many times as long the run took as if all workers had been at work all the time; 0 if
   * nothing was run.
   */
  public double overIdeal() {
    double ideal = guestBusy.toMillis() / (double) workers;
    return ideal == 0 ? 0 : wall.toMillis() / ideal;
  }
}
