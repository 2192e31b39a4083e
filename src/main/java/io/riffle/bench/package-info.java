/**
 * Benchmarks of Riffle itself.
 *
 * <p>{@link io.riffle.bench.ShuffleBench} measures the shuffler: its phases in a warm JVM, what it
 * moves over SFTP, and a whole process of it from start to end. Numbers are medians with their
 * spread; they judge nothing.
 */
package io.riffle.bench;
