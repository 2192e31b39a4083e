/**
 * Many stops in one life: the same process is suspended, dumped, shuffled and restored again and
 * again until it ends by itself, each time with another seed, and its result is judged as that of
 * an undisturbed run.
 *
 * <p>{@link io.riffle.soak.LifeRunner} lives one life at given stops; {@code
 * io.riffle.soak.SoakRunner} lives lives at random ones for as long as it is told.
 */
package io.riffle.soak;
