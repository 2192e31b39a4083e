package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The machine that ran the guests, and the Riffle that drove them.
 *
 * @param os operating system with its version
 * @param cpuModel the processor's name
 * @param cores processors that the run could use
 * @param javaVersion version of the JVM
 * @param riffleVersion version of Riffle
 * @param gitCommit the commit Riffle was built from, if it was built in a checkout
 */
public record HostFacts(
    String os,
    String cpuModel,
    int cores,
    String javaVersion,
    String riffleVersion,
    Optional<String> gitCommit) {

  /**
   * Checks the components.
   *
   * @throws NullPointerException if one is null; the message names it
   */
  public HostFacts {
    requireNonNull(os, "os");
    requireNonNull(cpuModel, "cpuModel");
    requireNonNull(javaVersion, "javaVersion");
    requireNonNull(riffleVersion, "riffleVersion");
    requireNonNull(gitCommit, "gitCommit");
  }
}
