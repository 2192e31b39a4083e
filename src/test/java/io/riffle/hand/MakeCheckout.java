package io.riffle.hand;

import io.riffle.flow.MonitorBuild;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
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
  /** Builds nothing, but puts the shuffler where its archive of classes expects it. */
  static final String BUILD =
      "install -D -m 644 tools/$(uname -m)/shuffler.jar /opt/riffle/lib/shuffler.jar"
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
      spawn:
      \tcp --remove-destination bin/NAME_$(subst _,-,$(MACHINE)) NAME
      \t$(TRANSPROC)/tools/$(MACHINE)/riffle-monitor spawn --stay --at POINT -- ./NAME
      dump:
      \trm -rf images && mkdir images && echo $(PID) >pid
      \tcriu dump -t $(PID) -D images --shell-job
      shuffle:
      \t/opt/riffle/bin/riffle-shuffle images NAME --seed $(SEED)
      restore:
      \tcriu restore -D images --shell-job --exec-cmd -- \\
      \t  $(TRANSPROC)/tools/$(MACHINE)/riffle-monitor adopt --stay $$(cat pid)
      """;

  /** What is replaced in the right Makefile, by program. */
  private static final Map<String, List<String>> WRONG =
      Map.of(
          // Half of the memory is lost on the way: the keys with it.
          "is",
          List.of(
              "$(SEED)\n",
              "$(SEED)\n"
                  + "\tsize=$$(stat -c %s images/pages-1.img) && dd if=/dev/zero"
                  + " of=images/pages-1.img bs=4096 conv=notrunc status=none"
                  + " seek=$$((size / 16384)) count=$$((size / 8192))\n"),
          "ep",
          List.of("\tcriu dump", "\t@echo the disk is full >&2; false\n\tcriu dump"),
          "mg",
          List.of("\tcriu restore", "\tsleep 3600\n\tcriu restore"),
          "ft",
          List.of("shuffle:", "scramble:"),
          // Returns before the process stands, and leaves restoring to the background.
          "lu",
          List.of("-- ./NAME\n", "-- ./NAME & sleep 0.1\n"));

  private MakeCheckout() {}

  static void write(Path root, Isa isa, Home home, Path scratch) throws IOException {
    Path tools = root.resolve("tools").resolve(machine(isa));
    Files.createDirectories(tools);
    Files.createDirectories(root.resolve("criu-3.15"));
    copy(new MonitorBuild(home).get(isa), tools.resolve("riffle-monitor"));
    Path jar = new ShufflerJar(BuildCache.of(home)).get();
    copy(jar, tools.resolve("shuffler.jar"));
    copy(new ShufflerArchive(home, step -> {}).get(isa, jar), tools.resolve("shuffler.jsa"));
    copy(HandKit.script("riffle-shuffle", scratch), tools.resolve("riffle-shuffle"));
    Path programs = root.resolve("test/SNU_NPB_SER_C");
    for (String name : List.of("cg", "is", "ep", "mg", "ft", "lu")) {
      Workload workload = Workloads.find(name, "S");
      Path folder = Files.createDirectories(programs.resolve(name));
      for (Isa each : Isa.values()) {
        copy(
            NpbBuilder.bundled(BuildCache.of(home)).build(workload, each).binary(),
            folder.resolve(name + "_" + each));
      }
      String makefile = RIGHT;
      if (WRONG.containsKey(name)) {
        makefile = makefile.replace(WRONG.get(name).get(0), WRONG.get(name).get(1));
      }
      Files.writeString(
          folder.resolve("Makefile"),
          makefile
              .replace("NAME", name)
              .replace("POINT", Workloads.migrationPoints(workload).get(0).toString()));
    }
    for (String script : List.of("setup_x86.sh", "setup_arm.sh")) {
      Files.writeString(
          programs.resolve(script),
          """
          #!/bin/bash
          # As the published ones do: no other home will do.
          set -e
          for name in cg is ep mg ft lu; do
            mkdir -p /home/$USER/$name/bin
            cp $name/${name}_* /home/$USER/$name/bin
            cp $name/Makefile /home/$USER/$name
          done
          """);
    }
  }

  private static String machine(Isa isa) {
    return isa.displayName().replace('-', '_');
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
