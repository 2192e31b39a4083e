/**
 * Guests: QEMU machines that boot an image, answer over SSH and leave nothing behind.
 *
 * <p>{@link io.riffle.guest.Guest} is the whole of it in five verbs: start, run a command, send and
 * fetch files, forward a port, diagnose. It boots what {@code io.riffle.image} built, and talks to
 * it through a {@code io.riffle.shell} connection; {@code io.riffle.flow} drives programs in it.
 *
 * <p>What can go wrong has three kinds: {@link io.riffle.guest.GuestException.BootFailure} (the
 * guest never became ready), {@link io.riffle.guest.GuestException.Lost} (it was ready and is no
 * more), and {@link io.riffle.host.HostException} (this machine is in the way). None of them says
 * anything about what was tested.
 */
package io.riffle.guest;
