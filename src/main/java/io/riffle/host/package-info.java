/**
 * This machine: its tools, and the folder where everything that can be built again is kept.
 *
 * <p>{@link io.riffle.host.Tools} runs a local command within a time limit; {@link
 * io.riffle.host.Home} is the one folder outside the checkout ({@code RIFFLE_HOME}); {@link
 * io.riffle.host.BuildCache} keeps built things in it, so that a half-built one is never used. The
 * packages above (image, guest, workload) build with these. With {@link
 * io.riffle.host.Backend#CONTAINER} tools run in a container of this JVM; {@link
 * io.riffle.host.ToolFiles} reads what only they see. An {@link io.riffle.host.EndHook} ends with
 * this JVM what must not outlive it; a {@link io.riffle.host.Scratch} is such a folder.
 */
package io.riffle.host;
