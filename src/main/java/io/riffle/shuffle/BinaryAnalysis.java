package io.riffle.shuffle;

import io.riffle.elf.CallFrameInfo;
import io.riffle.elf.ElfFile;
import io.riffle.elf.ElfFormatException;
import io.riffle.elf.FrameDescription;
import io.riffle.elf.Section;
import io.riffle.elf.Symbol;
import io.riffle.shuffle.layout.CodeChecksum;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.layout.Layout;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.shuffle.layout.OutlinedCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything that is known of a binary before a seed is used.
 *
 * @param elf the binary
 * @param layout the layout that it carries
 * @param code its code
 * @param functions an analysis for each function of the layout, by ascending address
 */
record BinaryAnalysis(
    ElfFile elf, Layout layout, BinaryCode code, List<FunctionAnalysis> functions) {
  /** Parts of functions that the compiler moved away; they use the frame of the rest. */
  private static final String COLD_PART = ".cold";

  /** Stubs through which functions of other binaries, and indirect ones of this one, are called. */
  private static final Pattern LINKAGE = Pattern.compile("\\.i?plt(\\..*)?");

  BinaryAnalysis {
    functions = List.copyOf(functions);
  }

  /**
   * Analyses a binary.
   *
   * @throws ShuffleException if it carries no layout
   * @throws IOException if it is damaged or cannot be read
   */
  static BinaryAnalysis of(ElfFile elf) throws IOException {
    Layout layout =
        LayoutSection.read(elf)
            .orElseThrow(
                () ->
                    new ShuffleException(
                        "%s has no section %s, so its frames are not known: build it with one"
                            .formatted(elf, LayoutSection.NAME)));
    BinaryCode code = BinaryCode.of(elf);
    checkCode(elf, layout, code);
    CallFrameInfo frames = elf.callFrameInfo();
    Set<Long> entries = functionEntries(elf);
    List<Section> linkage =
        elf.sections().stream()
            .filter(section -> LINKAGE.matcher(section.name()).matches())
            .toList();
    OutlinedCode outlined = OutlinedCode.of(elf);
    List<FunctionAnalysis> functions = new ArrayList<>();
    for (FunctionLayout function : layout.functions()) {
      if (outlined.isCalledBy(code.of(function), function.address())) {
        functions.add(FunctionAnalysis.pinned(function, PinReason.LEAVES_FUNCTION));
        continue;
      }
      Optional<FrameDescription> description = description(function, frames);
      functions.add(
          FunctionAnalysis.of(
              function,
              code.of(function),
              elf.isa(),
              description.map(FrameDescription::rows).orElse(List.of()),
              description.map(FrameDescription::saves).orElse(List.of()),
              address ->
                  entries.contains(address)
                      || linkage.stream().anyMatch(section -> section.covers(address))));
    }
    functions.sort(Comparator.comparing(function -> function.layout().address()));
    return new BinaryAnalysis(elf, layout, code, functions);
  }

  private static void checkCode(ElfFile elf, Layout layout, BinaryCode code)
      throws ShuffleException {
    CodeChecksum checksum = new CodeChecksum();
    for (FunctionLayout function : layout.functions()) {
      checksum.add(code.of(function));
    }
    if (layout.codeChecksum() != 0 && layout.codeChecksum() != checksum.value()) {
      throw new ShuffleException(
          "%s: its code is not what its layout was made for, so that it was rewritten half or by"
                  .formatted(elf)
              + " others; if a shuffle was interrupted, 'riffle shuffle --recover' with the images"
              + " that it was for undoes it; otherwise build it again");
    }
  }

  private static Set<Long> functionEntries(ElfFile elf) throws IOException {
    Set<Long> entries = new HashSet<>();
    Set<Long> coldParts = new HashSet<>();
    for (Symbol symbol : elf.symbols()) {
      if (symbol.isFunction()) {
        (symbol.name().contains(COLD_PART) ? coldParts : entries).add(symbol.value());
      }
    }
    entries.removeAll(coldParts);
    return entries;
  }

  private static Optional<FrameDescription> description(
      FunctionLayout function, CallFrameInfo frames) {
    try {
      return frames
          .describing(function.address())
          .filter(entry -> entry.start() == function.address() && entry.end() == function.end());
    } catch (ElfFormatException e) {
      // A damaged entry is as good as none: the function stays as it is.
      return Optional.empty();
    }
  }
}
