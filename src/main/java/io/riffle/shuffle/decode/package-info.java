/**
 * Instruction decoders that know just what a rewriter of stack frames needs: length, memory
 * operands with the field that holds the displacement, computed addresses, effects on the stack
 * pointer, and control flow.
 *
 * <p>{@link io.riffle.shuffle.decode.Decoder} is the door; one implementation per ISA. Everything
 * here is a function from bytes to immutable values and knows nothing of ELF, frames or images.
 * What a decoder does not know it reports as {@link io.riffle.shuffle.decode.Instruction#known()}
 * false, and the shuffler leaves the whole function alone.
 */
package io.riffle.shuffle.decode;
