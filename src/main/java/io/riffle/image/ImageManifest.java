package io.riffle.image;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an image was built from; {@code manifest.json} in its folder.
 *
 * <pre>{@code
 * String criu = image.manifest().packages().get("criu");
 * }</pre>
 *
 * @param key names the image: a hash of recipe, init and package versions
 * @param isa the ISA's name
 * @param built when
 * @param kernelRelease the kernel's version, as {@code uname -r} says it
 * @param commandLine the kernel's arguments
 * @param packages version of each Debian package in it
 * @param sizes bytes of each of its files, by which one that was cut short is recognised; empty in
 *     images that were built before sizes were recorded
 */
public record ImageManifest(
    String key,
    String isa,
    Instant built,
    String kernelRelease,
    List<String> commandLine,
    Map<String, String> packages,
    Map<String, Long> sizes) {

  /** Copies the collections. */
  public ImageManifest {
    Objects.requireNonNull(key, "it has no 'key'");
    Objects.requireNonNull(isa, "it has no 'isa'");
    commandLine = List.copyOf(Objects.requireNonNull(commandLine, "it has no 'commandLine'"));
    packages =
        Collections.unmodifiableSortedMap(
            new TreeMap<>(Objects.requireNonNull(packages, "it has no 'packages'")));
    sizes =
        Collections.unmodifiableSortedMap(sizes == null ? new TreeMap<>() : new TreeMap<>(sizes));
  }
}
