package io.riffle.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way out for the containers of an engine that changes nothing of the host's network but makes
 * a bridge: three rules and the switch for forwarding, all put back when it is closed.
 */
final class Bridge implements AutoCloseable {
  /** The engine's option {@code --bip}. */
  static final String ADDRESS = "172.31.251.1/24";

  private static final String NAME = "docker0";
  private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");
  private static final List<List<String>> RULES =
      List.of(
          List.of("nat", "POSTROUTING", "-s", ADDRESS, "!", "-o", NAME, "-j", "MASQUERADE"),
          List.of("filter", "FORWARD", "-i", NAME, "-j", "ACCEPT"),
          List.of("filter", "FORWARD", "-o", NAME, "-j", "ACCEPT"));

  private final String forwarding;

  private Bridge(String forwarding) {
    this.forwarding = forwarding;
  }

  static Bridge open() throws IOException, InterruptedException {
    Bridge bridge = new Bridge(Files.readString(FORWARDING));
    for (List<String> rule : RULES) {
      iptables("-I", rule);
    }
    Files.writeString(FORWARDING, "1");
    return bridge;
  }

  /** What of the host's network an engine may change. */
  static String state() throws IOException, InterruptedException {
    return run(List.of("iptables-save"))
            .lines()
            // Tables and chains appear, empty, when they are first looked at.
            .filter(
                line -> line.startsWith("-") || line.startsWith(":") && !line.contains(" ACCEPT "))
            .collect(Collectors.joining("\n"))
        + "\nforwarding "
        + Files.readString(FORWARDING)
        + "bridge "
        + Files.exists(Path.of("/sys/class/net", NAME));
  }

  /** To be done when the engine has ended. */
  @Override
  public void close() throws IOException, InterruptedException {
    Files.writeString(FORWARDING, forwarding);
    for (List<String> rule : RULES) {
      iptables("-D", rule);
    }
    run(List.of("ip", "link", "delete", NAME));
  }

  private static void iptables(String action, List<String> rule)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("iptables", "-t", rule.get(0), action));
    command.addAll(rule.subList(1, rule.size()));
    run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }
}
