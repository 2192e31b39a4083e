package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageRecipeTest {
  @ParameterizedTest
  @EnumSource
  void recipeOfEachIsaIsComplete(Isa isa) {
    ImageRecipe recipe = ImageRecipe.of(isa);

    assertThat(recipe.suite()).isEqualTo("bookworm");
    assertThat(recipe.kernelPackage()).endsWith(isa.debianArchitecture());
    assertThat(recipe.packages()).contains("criu", "openssh-server").doesNotHaveDuplicates();
    assertThat(recipe.modules()).contains("virtio_blk", "virtio_net").doesNotHaveDuplicates();
    // Without it a panic would last until the budget is used up.
    assertThat(recipe.commandLine()).contains("panic=-1");
  }
}
