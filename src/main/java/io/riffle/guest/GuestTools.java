package io.riffle.guest;

import io.riffle.host.RequiredTool;
import io.riffle.isa.Isa;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The local programs that make and guard guests. */
final class GuestTools {
  private static final List<RequiredTool> COMMON =
      List.of(
          new RequiredTool("qemu-img", "qemu-utils"),
          new RequiredTool("setsid", "util-linux"),
          new RequiredTool("setpriv", "util-linux"));

  private GuestTools() {}

  static List<RequiredTool> all() {
    return Stream.concat(Arrays.stream(Isa.values()).map(GuestTools::emulator), COMMON.stream())
        .toList();
  }

  private static RequiredTool emulator(Isa isa) {
    return new RequiredTool(isa.machine().qemu(), isa.machine().qemuPackage());
  }
}
