package io.riffle.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an image was built from; {@code manifest.json} in its folder.
 *
 * @param key names the image: a hash of recipe, init and package versions
 * @param isa the ISA's name
 * @param built when
 * @param kernelRelease the kernel's version, as {@code uname -r} says it
 * @param commandLine the kernel's arguments
 * @param packages version of each Debian package in it
 */
public record ImageManifest(
    String key,
    String isa,
    Instant built,
    String kernelRelease,
    List<String> commandLine,
    Map<String, String> packages) {}
