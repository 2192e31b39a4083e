package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
  @TempDir private Path root;

  @BeforeEach
  void arrange() throws IOException {
    write("test/SNU_NPB_SER_C/cg/Makefile", "spawn:\n");
    write("test/SNU_NPB_SER_C/bt/Makefile", "spawn:\n");
    write("test/SNU_NPB_SER_C/common/notes.txt", "no program\n");
    write("test/SNU_NPB_SER_C/setup_x86.sh", "");
    write(".git/config", "");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void hasTheProgramsWithAMakefile() {
    assertThat(Checkout.at(root).programs()).containsExactly("bt", "cg");
  }

  @Test
  void hasRedisIfItsMakefileLiesInEitherPlace() throws IOException {
    write("test/redis/redis.conf", "");
    assertThat(Checkout.at(root).programs()).containsExactly("bt", "cg");

    write("test/redis/redis-server/Makefile", "dump:\n");

    assertThat(Checkout.at(root).programs()).containsExactly("bt", "cg", "redis");
    assertThat(Checkout.at(root).folders("redis-server", "/home/ada"))
        .containsExactly(
            "/home/ada/redis-server",
            "/home/ada/redis",
            root + "/test/redis/redis-server",
            root + "/test/redis");
  }

  @Test
  void hasFoldersInCapitalsToo() throws IOException {
    write("test/SNU_NPB_SER_C/BT/Makefile", "spawn:\n");
    write("test/SNU_NPB_SER_C/LU/Makefile", "transform:\n");

    Checkout checkout = Checkout.at(root);

    assertThat(checkout.programs()).containsExactly("bt", "cg", "lu");
    assertThat(checkout.mayMigrate("lu")).isTrue();
    assertThat(checkout.folders("lu", "/home/ada"))
        .containsExactly(
            "/home/ada/lu",
            "/home/ada/LU",
            root + "/test/SNU_NPB_SER_C/lu",
            root + "/test/SNU_NPB_SER_C/LU");
  }

  @Test
  void mayMigrateWhatHasATargetTransform() throws IOException {
    assertThat(Checkout.at(root).mayMigrate()).isFalse();

    write(
        "test/SNU_NPB_SER_C/bt/Makefile",
        "# transform: none\nTRANSFORM = transform\ntransform := x\n");
    assertThat(Checkout.at(root).mayMigrate()).isFalse();

    write("test/SNU_NPB_SER_C/cg/Makefile", ".PHONY: transform\ntransform: dump\n\ttrue\n");
    assertThat(Checkout.at(root).mayMigrate()).isTrue();
    assertThat(Checkout.at(root).mayMigrate("cg")).isTrue();
    assertThat(Checkout.at(root).mayMigrate("bt")).isFalse();
  }

  @Test
  void mayMigrateWhatMayIncludeATargetTransform() throws IOException {
    write("test/SNU_NPB_SER_C/bt/Makefile", "-include ../common.mk\n");
    assertThat(Checkout.at(root).mayMigrate()).isFalse();

    write("test/SNU_NPB_SER_C/common.mk", "transform: dump\n\ttrue\n");

    assertThat(Checkout.at(root).mayMigrate()).isTrue();
    assertThat(Checkout.at(root).mayMigrate("bt")).isTrue();
    assertThat(Checkout.at(root).mayMigrate("cg")).isFalse();
  }

  @Test
  void hasASetUpScriptOfAnIsaOrNone() {
    assertThat(Checkout.at(root).setup(Isa.X86_64)).isEqualTo("setup_x86.sh");
    assertThat(Checkout.at(root).setup(Isa.AARCH64)).isEmpty();
  }

  @Test
  void otherFoldersAreRefused() {
    assertThatThrownBy(() -> Checkout.at(root.resolve("nowhere")))
        .hasMessageContaining("no folder " + root.resolve("nowhere"));
    assertThatThrownBy(() -> Checkout.at(root.resolve("test")))
        .hasMessageContaining("has no test/SNU_NPB_SER_C/NAME/Makefile");
  }
}
