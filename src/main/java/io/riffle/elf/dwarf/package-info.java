/**
 * A reader of DWARF 5 debug information: the tree of debugging entries with their attributes.
 *
 * <p>{@link io.riffle.elf.dwarf.Dwarf} is the door: it gives compile units, each the root of a tree
 * of {@link io.riffle.elf.dwarf.Die}s. It reads what clang writes into a linked binary, and skips
 * whole units that it does not know. What variables, types and functions mean is for its readers to
 * say ({@code io.riffle.shuffle.layout} finds scalar variables with it). Knows only {@code
 * io.riffle.elf}.
 */
package io.riffle.elf.dwarf;
