package io.riffle.guest;

import io.riffle.image.GuestImage;
import io.riffle.isa.Isa;
import java.util.List;

/**
 * What a guest is made of.
 *
 * <pre>{@code
 * GuestConfig small = GuestConfig.of(image, Accelerator.TCG).withMemoryMb(512);
 * }</pre>
 *
 * @param image what it boots
 * @param accelerator how its instructions run
 * @param memoryMb RAM in MiB
 * @param kernelArguments arguments of the kernel, added to those of the image
 */
public record GuestConfig(
    GuestImage image, Accelerator accelerator, int memoryMb, List<String> kernelArguments) {
  private static final int DEFAULT_MEMORY_MB = 1024;

  /** Copies {@code kernelArguments}. */
  public GuestConfig {
    kernelArguments = List.copyOf(kernelArguments);
  }

  /** A guest with 1 GiB and no extra arguments. */
  public static GuestConfig of(GuestImage image, Accelerator accelerator) {
    return new GuestConfig(image, accelerator, DEFAULT_MEMORY_MB, List.of());
  }

  /** The same with other RAM. */
  public GuestConfig withMemoryMb(int megabytes) {
    return new GuestConfig(image, accelerator, megabytes, kernelArguments);
  }

  /** The same with other additional kernel arguments. */
  public GuestConfig withKernelArguments(String... arguments) {
    return new GuestConfig(image, accelerator, memoryMb, List.of(arguments));
  }

  /** The guest's ISA. */
  public Isa isa() {
    return image.isa();
  }
}
