/**
 * Frame layouts: which frame objects each function has, and where.
 *
 * <p>The compiler says it (stack-frame-layout remarks, LLVM 16 and later), DWARF adds which
 * variables are scalars, and {@link io.riffle.shuffle.layout.LayoutSection} carries both with the
 * binary in its non-loaded section {@code .riffle.layout}, which every shuffle rewrites.
 */
package io.riffle.shuffle.layout;
