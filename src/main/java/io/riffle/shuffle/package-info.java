/**
 * Stack shuffling: moving the frame objects of a program to other places of their frames, while it
 * lies dumped.
 *
 * <p>A <em>frame object</em> is a stack slot of one function: a spill, a scalar, an array. To move
 * one, three things must change together: the displacement in each instruction that names it, in
 * the binary and in every dumped page of code; its bytes in each live frame of the function, on
 * each thread's stack; and the layout data that the binary carries, or the next shuffle would
 * misread the frame. This is right at whatever instruction a thread stopped, because an object
 * moves only if nothing but {@code [base + displacement]} ever reaches it: no register and no other
 * memory holds its address.
 *
 * <p>From {@link io.riffle.shuffle.Shuffler}, the door, it goes in four steps.
 *
 * <ol>
 *   <li><b>Analyse</b> ({@code BinaryAnalysis}, {@code FunctionAnalysis}). For each function that
 *       the layout describes, all instructions are decoded. {@code FrameTracking} follows addresses
 *       of the frame through the registers and compares with .eh_frame at each instruction. {@code
 *       AccessCollector} then sees each access: a plain one through the stack or frame pointer is
 *       kept as a reference, anything else pins what it may reach ({@link
 *       io.riffle.shuffle.PinReason}). Objects that some instruction reaches at once, such as by
 *       {@code ldp}, are joined to one unit by {@code UnitBuilder}, which may be turned round if
 *       the registers of all its pair accesses can be exchanged. Registers of the caller that are
 *       saved by plain stores may move if .eh_frame can say so in place ({@code SavedRegisters}).
 *       Whatever is not understood pins the function: a doubt costs entropy, a guess would cost the
 *       program.
 *   <li><b>Look at live frames</b> ({@code TargetProcess}, {@code LiveFrames}). The stacks of all
 *       threads are unwound; a unit of a live frame that the dump does not hold stays.
 *   <li><b>Plan</b> ({@code FunctionPlan}, {@code PositionGroup}). Units of one size and alignment
 *       trade places, as far as every reference can still be encoded in place; saved registers only
 *       among themselves, since they are alive before the rest of the frame is there. All
 *       admissible permutations are equally likely and the seed alone chooses ({@code SplitMix64}),
 *       function by function. Entropy is the binary logarithm of their number.
 *   <li><b>Apply</b> ({@code CodePatch}, {@code StackEdit}, {@code TextPages}, {@code BinaryEdit},
 *       {@code FrameInfoEdit}). Everything is computed and checked first, then written.
 * </ol>
 *
 * <p>The source of truth is the binary: every reference is found by decoding the code that runs, so
 * nothing that a compiler might leave out or a linker change can be missed. The compiler's own
 * records (its machine IR before frames are laid out, where each operand names its object) are the
 * cross-check of the tests. So an object whose address is taken or that is indexed stays wherever
 * it is, for the constant part of an address does not say which object it belongs to.
 *
 * <p>Some limits: the stacks of suspended coroutines ({@code swapcontext}) are not seen, so that
 * programs which have them must not be shuffled live; a program that walks its own frames by their
 * layout, as debuggers do, reads stale DWARF locations afterwards.
 *
 * <p>Neighbours: {@code decode} knows instructions, {@code layout} knows which objects there are,
 * {@code unwind} knows stacks; {@code io.riffle.elf} and {@code io.riffle.criu} know the files.
 * Nothing here runs a program or talks to a guest.
 */
package io.riffle.shuffle;
