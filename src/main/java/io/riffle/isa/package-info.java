/**
 * The table of ISA data: everything that differs between x86-64 and aarch64 and is data.
 *
 * <p>Code elsewhere asks {@link io.riffle.isa.Isa} for a value instead of testing which ISA it has.
 * What differs in kind (instruction decoding) lives behind an interface in its own package. This
 * package depends on nothing.
 */
package io.riffle.isa;
