package io.riffle.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.riffle.host.HostException;
import io.riffle.host.Resources;
import io.riffle.isa.Isa;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an image is made of, as the files in {@code vm-images/} say it.
 *
 * <pre>{@code
 * ImageRecipe recipe = ImageRecipe.of(Isa.AARCH64);
 * System.out.println(recipe.suite() + " with " + recipe.kernelPackage());
 * }</pre>
 *
 * @param suite Debian's release, such as {@code bookworm}
 * @param kernelPackage the package of the kernel
 * @param packages the other packages, without their dependencies
 * @param modules kernel modules, in the order in which the initramfs loads them
 * @param commandLine arguments of the kernel, besides the console
 */
public record ImageRecipe(
    String suite,
    String kernelPackage,
    List<String> packages,
    List<String> modules,
    List<String> commandLine) {

  /**
   * Reads the recipe of an ISA that travels with Riffle.
   *
   * @throws HostException if it is not a recipe
   */
  public static ImageRecipe of(Isa isa) {
    try {
      return new YAMLMapper().readValue(text(isa), ImageRecipe.class);
    } catch (JsonProcessingException e) {
      throw new HostException(
          "vm-images/" + isa + ".yaml is not a recipe: " + e.getOriginalMessage(), e);
    }
  }

  /** The same with more packages. */
  ImageRecipe with(Set<String> more) {
    return new ImageRecipe(
        suite,
        kernelPackage,
        Stream.concat(packages.stream(), more.stream().sorted()).distinct().toList(),
        modules,
        commandLine);
  }

  static String text(Isa isa) {
    return Resources.text("vm-images/" + isa + ".yaml");
  }
}
