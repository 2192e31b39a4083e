package io.riffle.guest;

import io.riffle.image.GuestImage;
import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of one QEMU.
 *
 * @param config the guest
 * @param origin where its disk and RAM come from
 * @param files its second disk
 * @param console file that gets what the guest writes to its first serial port
 * @param control where it takes commands
 * @param ssh port that leads to the guest's port 22
 */
record QemuCommand(
    GuestConfig config, Origin origin, Path files, Path console, ControlSocket control, Port ssh) {

  List<String> arguments() {
    GuestImage image = config.image();
    Isa.Machine machine = config.isa().machine();
    List<String> arguments = new ArrayList<>();
    arguments.add(machine.qemu());
    arguments.addAll(List.of("-machine", machine.type() + ",memory-backend=ram"));
    arguments.addAll(List.of("-object", memory()));
    arguments.addAll(List.of("-accel", config.accelerator().option()));
    arguments.addAll(List.of("-cpu", config.accelerator().cpu(config.isa())));
    arguments.addAll(List.of("-m", config.memoryMb() + "M", "-smp", "1"));
    arguments.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
    arguments.addAll(List.of("-kernel", image.kernel().toString()));
    arguments.addAll(List.of("-initrd", image.initramfs().toString()));
    arguments.addAll(List.of("-append", kernelCommandLine()));
    arguments.addAll(List.of("-chardev", "file,id=console,path=" + escape(console)));
    arguments.addAll(List.of("-serial", "chardev:console"));
    arguments.addAll(List.of("-qmp", control.option() + ",server=on,wait=off"));
    arguments.addAll(
        List.of(
            "-drive",
            // What is written dies with the guest, so nothing is worth waiting for the disk.
            "if=none,id=root,cache=unsafe,format=%s,snapshot=%s,file=%s"
                .formatted(
                    origin.diskFormat(), origin.keepsDisk() ? "off" : "on", escape(origin.disk())),
            "-device",
            "virtio-blk-pci,drive=root",
            "-drive",
            "if=none,id=files,readonly=on,format=raw,file=" + escape(files),
            "-device",
            "virtio-blk-pci,drive=files"));
    arguments.addAll(
        List.of(
            "-netdev",
            "user,id=net,hostfwd=" + ssh.forwardedTo(22),
            "-device",
            "virtio-net-pci,netdev=net,romfile="));
    if (origin.resumes()) {
      arguments.addAll(List.of("-incoming", "defer"));
    }
    return arguments;
  }

  private String memory() {
    String size = "id=ram,size=" + config.memoryMb() + "M";
    return origin
        .ram()
        .map(
            file ->
                "memory-backend-file,%s,share=%s,mem-path=%s"
                    .formatted(size, origin.sharesRam() ? "on" : "off", escape(file)))
        .orElse("memory-backend-ram," + size);
  }

  private String kernelCommandLine() {
    List<String> words = new ArrayList<>();
    words.add("console=" + config.isa().machine().console());
    words.addAll(config.image().manifest().commandLine());
    words.addAll(config.kernelArguments());
    return String.join(" ", words);
  }

  /** QEMU's option syntax ends a value at a comma; two of them stand for one. */
  static String escape(Path path) {
    return path.toString().replace(",", ",,");
  }
}
