package io.riffle.shuffle.decode;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workloads;
import io.riffle.workload.redis.RedisBuilder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoders agree with llvm-objdump on all code that Riffle's own workloads have. */
class DecoderCorpusIT {
  static Stream<Arguments> kernels() {
    return Arrays.stream(Isa.values())
        .flatMap(isa -> Workloads.names().stream().map(name -> Arguments.of(isa, name)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("kernels")
  void agreesOnEveryKernel(Isa isa, String name) {
    check(
        isa,
        NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment()))
            .build(Workloads.find(name, "S"), isa)
            .binary());
  }

  @ParameterizedTest
  @EnumSource
  void agreesOnRedis(Isa isa) {
    check(isa, RedisBuilder.debian(BuildCache.of(Home.fromEnvironment())).build(isa).server());
  }

  @ParameterizedTest
  @EnumSource
  void agreesOnTheWholeLibrary(Isa isa) {
    String folder = isa.isHost() ? "/usr/lib/" + isa.triple() : "/usr/" + isa.triple() + "/lib";
    check(isa, Path.of(folder, "libc.a"));
  }

  private static void check(Isa isa, Path binary) {
    switch (isa) {
      case X86_64 -> X86DecoderIT.compare(binary, line -> false);
      case AARCH64 -> A64DecoderIT.verify(binary, A64DecoderIT::isScalable, 50_000);
    }
  }
}
