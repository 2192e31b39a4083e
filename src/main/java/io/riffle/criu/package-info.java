/**
 * Reading CRIU images, and rewriting the memory in them.
 *
 * <p>{@link io.riffle.criu.ImageDirectory} is the door: it checks that a {@link
 * io.riffle.storage.Directory} holds the images of a dump and yields one {@link
 * io.riffle.criu.ProcessImage} per process, with registers per thread, memory mappings, and {@link
 * io.riffle.criu.Memory}, which reads and writes dumped pages by ranges. Entry images are magic
 * numbers followed by length-prefixed protobuf messages; src/main/protobuf names the few fields
 * that matter here and the library keeps the others. Written against CRIU 3.17; the package knows
 * nothing of binaries or stacks.
 */
package io.riffle.criu;
