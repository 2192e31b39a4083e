package io.riffle.redis.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether replies came in order, each once. */
public final class ReplyCheck {
  private static final int MOST = 20;

  private ReplyCheck() {}

  /**
   * What is wrong with a sequence of replies: each that is lost, doubled or out of its place.
   *
   * @param expected the replies that the commands have, in the order of the commands; all different
   * @param received the replies as they came
   * @return nothing if all is well
   */
  public static List<String> problems(List<String> expected, List<String> received) {
    return problems("reply", expected, received);
  }

  /** The same for other things than replies, such as the entries of a list. */
  static List<String> problems(String what, List<String> expected, List<String> received) {
    List<String> problems = new ArrayList<>();
    Map<String, Integer> times = new HashMap<>();
    received.forEach(reply -> times.merge(reply, 1, Integer::sum));
    for (String reply : expected) {
      int count = times.getOrDefault(reply, 0);
      if (count != 1) {
        problems.add(what + " " + reply + (count == 0 ? " is lost" : " came " + count + " times"));
      }
    }
    if (problems.isEmpty()) {
      for (int i = 0; i < Math.min(expected.size(), received.size()); i++) {
        if (!expected.get(i).equals(received.get(i))) {
          problems.add(
              what + " " + (i + 1) + " is " + received.get(i) + " instead of " + expected.get(i));
        }
      }
      if (received.size() > expected.size()) {
        problems.add((received.size() - expected.size()) + " too many");
      }
    }
    return List.copyOf(problems.subList(0, Math.min(MOST, problems.size())));
  }
}
