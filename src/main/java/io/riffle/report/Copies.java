package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Unmodifiable copies whose complaints about nulls name the component. */
final class Copies {
  private Copies() {}

  static <T> List<T> of(List<T> list, String name) {
    requireNonNull(list, name);
    list.forEach(element -> requireNonNull(element, () -> name + ": an element"));
    return List.copyOf(list);
  }

  /** Keeps the order, which Map.copyOf would not: readers see it as the order of columns. */
  static <V> Map<String, V> of(Map<String, V> map, String name) {
    requireNonNull(map, name);
    map.forEach(
        (key, value) -> {
          requireNonNull(key, () -> name + ": a key");
          requireNonNull(value, () -> name + ": the value of " + key);
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
