/**
 * Guests: QEMU machines that boot an image, answer over SSH and leave nothing behind.
 *
 * <p>{@link io.riffle.guest.GuestSpec} says what is wanted, {@link io.riffle.guest.GuestStarter}
 * makes it, {@link io.riffle.guest.GuestPool} leases it by turns. {@link io.riffle.guest.Guest} is
 * then used in five verbs: run a command, send and fetch files, forward a port, diagnose. It runs
 * what {@code io.riffle.image} built, and talks to it through a {@code io.riffle.shell} connection;
 * {@code io.riffle.flow} drives programs in it.
 *
 * <p>A guest boots, or goes on from a snapshot of one that booted (Snapshot, SnapshotMaker,
 * SnapshotStore, Resumption): QEMU writes the state of CPU and devices to a file, while the RAM
 * stays in the file that it lay in all the time (QEMU's capability x-ignore-shared). Clones map
 * that file privately and share its pages in the host's cache; each has an overlay of the disk that
 * was frozen with it. As clones must have the very devices of the saved machine, each machine has a
 * second disk of fixed size for files (FilesDisk), whatever lies on it.
 *
 * <p>Where QEMU runs in a container (GuestHost, Ports), it listens on TCP ports that the container
 * publishes, for commands too, and guests boot: what a snapshot depends on is known of this
 * machine's own QEMU alone.
 *
 * <p>What can go wrong has four kinds: {@link io.riffle.guest.GuestException.BootFailure} (the
 * guest never became ready), {@link io.riffle.guest.GuestException.Lost} (it was ready and is no
 * more: a panic, the end of QEMU, a hang), {@link io.riffle.guest.GuestException.Disconnected}
 * (only the connection broke), and {@link io.riffle.host.HostException} (this machine is in the
 * way). None of them says anything about what was tested.
 */
package io.riffle.guest;
