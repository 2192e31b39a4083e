/**
 * Stack shuffling: moving the frame objects of a program to other places of their frames, while it
 * lies dumped.
 *
 * <p>A <em>frame object</em> is a stack slot of one function: a spill, a scalar, an array. To move
 * one, three things must change together: the displacement in each instruction that names it, in
 * the binary and in every dumped page of code; its bytes in each live frame of the function, on
 * each thread's stack; and the layout data that the binary carries, or the next shuffle would
 * misread the frame. This is right at whatever instruction a thread stopped, because an object of a
 * live frame moves only if nothing but {@code [base + displacement]} ever reaches it: no register
 * and no other memory holds its address.
 *
 * <p>A function without a live frame has no bytes to move and no addresses of its objects that are
 * still of use. There arrays, structures and whatever else has its address taken move too, if it is
 * proven which object each address of the code belongs to. The constant part of an address does not
 * tell that ({@code x[i - 5]} points at a neighbour), but the compiler's own record does. For the
 * same reason a live function keeps each object that the record has an address of, and without a
 * record all its variables once it computes any.
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
 *       program. A second analysis, for the function at rest, is made if the layout has the
 *       compiler's record of its uses: {@code RecordedCollector} looks each address of the code up
 *       in {@code RecordedUses}.
 *   <li><b>Look at live frames</b> ({@code TargetProcess}, {@code LiveFrames}). The stacks of all
 *       threads are unwound; a unit of a live frame that the dump does not hold stays. A function
 *       is live if any thread is at any instruction of it, or will return there.
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
 * nothing that a compiler might leave out or a linker change can be missed. The compiler's record
 * (its machine IR before frames are laid out, where each operand names its object) only says whose
 * an address is. It is kept for a function if all of it was understood ({@code FunctionReader} in
 * {@code layout}), and believed as long as the code has no address that is not in it, in the same
 * form. One that is not, such as inline assembly or a late pass of LLVM makes, leaves the function
 * to the strict rule; addresses that two objects share pin both. LLVM's late passes that change
 * addresses were gone through for this: x86-64 splits three-part {@code lea} into two steps, of
 * which the first has no constant part, so such an address pins all objects of which one of that
 * form is recorded; aarch64 joins neighbours to {@code ldp}, which joins the objects; where it
 * computes a common or a far base, the record is dropped. The tests compare with the same record
 * read in another way, reference by reference.
 *
 * <p>Some limits: the stacks of suspended coroutines are not seen, so that programs which have them
 * must not be shuffled live; one that has {@code swapcontext} is refused. A program that walks its
 * own frames by their layout, as debuggers do, reads stale DWARF locations afterwards.
 *
 * <p>Neighbours: {@code decode} knows instructions, {@code layout} knows which objects there are,
 * {@code unwind} knows stacks; {@code io.riffle.elf} and {@code io.riffle.criu} know the files.
 * Nothing here runs a program or talks to a guest.
 */
package io.riffle.shuffle;
