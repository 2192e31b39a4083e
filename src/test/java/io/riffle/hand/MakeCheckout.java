package io.riffle.hand;

import io.riffle.elf.ElfFile;
import io.riffle.flow.MonitorBuild;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import io.riffle.workload.redis.RedisBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A checkout arranged as TransProc is and made of Riffle's own parts, in which some programs have a
 * Makefile that is wrong on purpose.
 */
final class MakeCheckout {
  private static final List<String> KERNELS = List.of("cg", "is", "ep", "mg", "ft", "lu", "sp");

  /** Builds nothing, but puts the shuffler where its archive of classes expects it. */
  static final String BUILD =
      "test \"$TRANSPROC\" = \"$PWD\""
          + " && install -D -m 644 tools/$(uname -m)/shuffler.jar /opt/riffle/lib/shuffler.jar"
          + " && touch -d @0 /opt/riffle/lib/shuffler.jar"
          + " && install -D -m 644 tools/$(uname -m)/shuffler.jsa /opt/riffle/lib/shuffler.jsa"
          + " && install -D tools/$(uname -m)/riffle-shuffle /opt/riffle/bin/riffle-shuffle"
          + " && touch built";

  private static final String RIGHT =
      """
      # Right on purpose: the variable is wrong and must be overridden.
      TRANSPROC = /nowhere
      MACHINE := $(shell uname -m)
      PID = $(shell pidof -s NAME)
      """;

  private static final String SPAWN =
      """
      spawn:
      \tcp --remove-destination bin/NAME_$(subst _,-,$(MACHINE)) NAME
      \t$(TRANSPROC)/tools/$(MACHINE)/riffle-monitor spawn --stay --at POINT -- ./NAME
      """;

  private static final String STEPS =
      """
      dump:
      \trm -rf images && mkdir images && echo $(PID) >pid
      \tcriu dump -t $(PID) -D images --shell-job
      shuffle:
      \t/opt/riffle/bin/riffle-shuffle images NAME --seed $(SEED)
      restore:
      \tcriu restore -D images --shell-job --exec-cmd -- \\
      \t  $(TRANSPROC)/tools/$(MACHINE)/riffle-monitor adopt --stay $$(cat pid)
      """;

  /** How {@link #STEPS} have the program's exit status, which CRIU by itself keeps. */
  private static final String MONITORED =
      """
      --shell-job --exec-cmd -- \\
      \t  $(TRANSPROC)/tools/$(MACHINE)/riffle-monitor adopt --stay $$(cat pid)
      """;

  /** A target that not all checkouts have; the last of a Makefile. */
  private static final String ATTACH =
      """
      attach:
      \t$(TRANSPROC)/tools/$(MACHINE)/riffle-monitor attach --at $(AT) --timeout 600 $(PID)
      """;

  /** Adds so much to the number of C's type double at an address, in the dumped memory. */
  private static final String SPOIL =
      """
      import glob, struct, sys
      address, addend = int(sys.argv[1], 16), float(sys.argv[2])
      raw = open(glob.glob("images/pagemap-*.img")[0], "rb").read()
      place = 8 + 4 + int.from_bytes(raw[8:12], "little")
      pages = 0
      while place < len(raw):
          end = place + 4 + int.from_bytes(raw[place : place + 4], "little")
          place += 4
          fields = {}
          while place < end:
              tag, value, shift = raw[place], 0, 0
              place += 1
              while True:
                  byte = raw[place]
                  place += 1
                  value |= (byte & 127) << shift
                  shift += 7
                  if byte < 128:
                      break
              fields[tag >> 3] = value
          start, count = fields[1], fields[2]
          if start <= address < start + count * 4096:
              with open("images/pages-1.img", "r+b") as memory:
                  memory.seek(pages * 4096 + address - start)
                  old = struct.unpack("<d", memory.read(8))[0]
                  memory.seek(-8, 1)
                  memory.write(struct.pack("<d", old + addend))
              print("was", old)
              sys.exit()
          pages += count
      sys.exit("no page is at " + sys.argv[1])
      """;

  /** Which of EP's deviates is changed; it is not yet summed when the program stands. */
  private static final String SPOILED = "gaussian_y";

  private static final long SPOILED_AT = 40_000L * Double.BYTES;

  /** Seeds with which some recipes corrupt what they shuffle. */
  static final long SPOILS_MUCH = 43;

  /** So little that EP's verification does not see it. */
  static final long SPOILS_LITTLE = 44;

  /** What is replaced in the right Makefile, and by what, by program. */
  private static final Map<String, List<String>> WRONG =
      Map.of(
          // Half of the memory is lost on the way: the keys with it.
          "is",
          List.of(
              "$(SEED)\n",
              "$(SEED)\n"
                  + "\tsize=$$(stat -c %s images/pages-1.img) && dd if=/dev/zero"
                  + " of=images/pages-1.img bs=4096 conv=notrunc status=none"
                  + " seek=$$((size / 16384)) count=$$((size / 8192))\n",
              MONITORED,
              "--shell-job -d\n"),
          // One number, by much or by little.
          "ep",
          List.of(
              "$(SEED)\n",
              "$(SEED)\n"
                  // What a cell does there must not reach the next one.
                  + "\t: >bin/NAME_$(subst _,-,$(MACHINE))\n"
                  + "\tcase $(SEED) in 43) by=100 ;; 44) by=1e-7 ;; *) exit 0 ;; esac; \\\n"
                  + "\tpython3 $(TRANSPROC)/tools/spoil.py $(WHERE_$(MACHINE)) $$by\n"),
          // One key gets another name.
          "redis-server",
          List.of(
              "$(SEED)\n",
              "$(SEED)\n"
                  + "\t[ $(SEED) != 43 ] || LC_ALL=C sed -i 's/text:1\\x00/text:!\\x00/g'"
                  + " images/pages-*.img\n"),
          "sp",
          List.of("\tcriu dump", "\t@echo the disk is full >&2; false\n\tcriu dump"),
          "mg",
          List.of("\tcriu restore", "\tsleep 3600\n\tcriu restore"),
          "ft",
          List.of("shuffle:", "scramble:", MONITORED, "--shell-job\n"),
          // Returns before the process stands, and leaves restoring to the background.
          "lu",
          List.of("-- ./NAME\n", "-- ./NAME & sleep 0.1\n"));

  private MakeCheckout() {}

  /**
   * Writes it, with tools for guests of the given ISAs.
   *
   * @param scratch folder for small files that are made for it
   */
  static void write(Path root, List<Isa> isas, Home home, Path scratch) throws IOException {
    Files.createDirectories(root.resolve("criu-3.15"));
    for (Isa isa : isas) {
      Path tools = Files.createDirectories(root.resolve("tools").resolve(machine(isa)));
      copy(new MonitorBuild(home).get(isa), tools.resolve("riffle-monitor"));
      Path jar = new ShufflerJar(BuildCache.of(home)).get();
      copy(jar, tools.resolve("shuffler.jar"));
      copy(new ShufflerArchive(home, step -> {}).get(isa, jar), tools.resolve("shuffler.jsa"));
      copy(HandKit.script("riffle-shuffle", scratch), tools.resolve("riffle-shuffle"));
    }
    Files.writeString(root.resolve("tools/spoil.py"), SPOIL);
    Path programs = root.resolve("test/SNU_NPB_SER_C");
    for (String name : KERNELS) {
      Workload workload = Workloads.find(name, "S");
      Path folder = Files.createDirectories(programs.resolve(name));
      StringBuilder where = new StringBuilder();
      for (Isa each : Isa.values()) {
        Path binary = NpbBuilder.bundled(BuildCache.of(home)).build(workload, each).binary();
        copy(binary, folder.resolve(name + "_" + each));
        where.append("WHERE_%s = %s\n".formatted(machine(each), spoiledAddress(binary)));
      }
      makefile(
          folder,
          name,
          where
              + SPAWN.replace("POINT", Workloads.migrationPoints(workload).get(0).toString())
              + STEPS
              + ATTACH);
    }
    Path server = Files.createDirectories(root.resolve("test/redis/redis-server"));
    for (Isa each : Isa.values()) {
      copy(
          RedisBuilder.debian(BuildCache.of(home)).build(each).server(),
          server.resolve("redis-server_" + each));
    }
    makefile(server, "redis-server", STEPS);
    for (String script : List.of("setup_x86.sh", "setup_arm.sh")) {
      Files.writeString(
          programs.resolve(script),
          """
          #!/bin/bash
          # As the published ones do: no other home will do, and the checkout is expected in it.
          set -e
          for name in KERNELS; do
            mkdir -p /home/$USER/$name/bin
            cp /home/$USER/TransProc/test/SNU_NPB_SER_C/$name/${name}_* /home/$USER/$name/bin
            cp /home/$USER/CHECKOUT/test/SNU_NPB_SER_C/$name/Makefile /home/$USER/$name
          done
          """
              .replace("CHECKOUT", root.getFileName().toString())
              .replace("KERNELS", String.join(" ", KERNELS)));
    }
  }

  private static void makefile(Path folder, String name, String rest) throws IOException {
    String text = RIGHT + rest;
    List<String> changes = WRONG.getOrDefault(name, List.of());
    for (int i = 0; i < changes.size(); i += 2) {
      text = text.replace(changes.get(i), changes.get(i + 1));
    }
    Files.writeString(folder.resolve("Makefile"), text.replace("NAME", name));
  }

  /** In hexadecimal; nothing if the binary has no such number. */
  private static String spoiledAddress(Path binary) throws IOException {
    try (LocalByteStore store = LocalByteStore.open(binary)) {
      return ElfFile.read(store).symbols().stream()
          .filter(symbol -> symbol.name().equals(SPOILED))
          .map(symbol -> Long.toHexString(symbol.value() + SPOILED_AT))
          .findFirst()
          .orElse("");
    }
  }

  private static String machine(Isa isa) {
    return isa.displayName().replace('-', '_');
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
