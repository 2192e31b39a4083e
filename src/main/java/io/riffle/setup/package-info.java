/**
 * Set-up: everything that Riffle needs of this machine, and getting it.
 *
 * <p>Each package says by itself which tools it needs; {@link io.riffle.setup.Requirements} is
 * their union, so that the command line and the tests ask in one place. How tools are looked for
 * and installed is {@code io.riffle.host}'s.
 */
package io.riffle.setup;
