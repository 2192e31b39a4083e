/**
 * Random access to bytes, wherever they lie.
 *
 * <p>Binaries and CRIU images are large and a shuffle touches little of them, so everything that
 * reads or rewrites them does it through {@link io.riffle.storage.ByteStore} (one file) and {@link
 * io.riffle.storage.Directory} (a flat directory of files): ranges, never whole files. The local
 * implementation is here; the one over SFTP is in {@code io.riffle.shell}. This package knows
 * nothing of any format.
 */
package io.riffle.storage;
