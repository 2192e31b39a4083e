package io.riffle.workload.redis;

import io.riffle.isa.Isa;
import java.nio.file.Path;

/**
 * Redis's programs for one ISA: static, not position-independent, with symbols. The server carries
 * a section {@code .riffle.layout}. They lie in the build cache: copy them before changing them.
 *
 * @param isa what for
 * @param engine {@code redis} or {@code valkey}
 * @param version what the sources say it is, such as {@code 7.0.15}
 * @param server the server, named like {@code redis-server_x86-64}
 * @param cli the command line client
 * @param benchmark the load generator
 * @param buildId the server's GNU build-id in hexadecimal
 */
public record BuiltRedis(
    Isa isa,
    String engine,
    String version,
    Path server,
    Path cli,
    Path benchmark,
    String buildId) {}
