package io.riffle.shuffle;

import io.riffle.elf.ElfFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Code to write into the file of a binary.
 *
 * @param offset where in the file
 * @param bytes what; not to be changed
 */
record BinaryEdit(long offset, byte[] bytes) {
  /**
   * One edit for each function that has patches, from its first patch to its last, since a store
   * far away takes as long for a byte as for a page.
   *
   * @throws ShuffleException if a function's code is not in the file
   */
  static List<BinaryEdit> of(ShufflePlan plan, BinaryAnalysis binary, boolean identity)
      throws ShuffleException {
    List<BinaryEdit> edits = new ArrayList<>();
    for (int index = 0; index < plan.functions().size(); index++) {
      FunctionPlan function = plan.functions().get(index);
      Collection<CodePatch> patches =
          plan.patches().get(index).stream().filter(patch -> identity || patch.isChange()).toList();
      if (!patches.isEmpty()) {
        edits.add(edit(function, patches, binary));
      }
    }
    return edits;
  }

  private static BinaryEdit edit(
      FunctionPlan function, Collection<CodePatch> patches, BinaryAnalysis binary)
      throws ShuffleException {
    byte[] code = binary.code().of(function.layout());
    int first = code.length;
    int last = 0;
    for (CodePatch patch : patches) {
      int start = Math.toIntExact(patch.address() - function.layout().address());
      System.arraycopy(patch.after(), 0, code, start, patch.after().length);
      first = Math.min(first, start);
      last = Math.max(last, start + patch.after().length);
    }
    long address = function.layout().address() + first;
    long offset =
        binary
            .elf()
            .fileOffset(address)
            .orElseThrow(
                () ->
                    new ShuffleException(
                        "%s: its file has no code at 0x%x".formatted(binary.elf(), address)));
    byte[] bytes = new byte[last - first];
    System.arraycopy(code, first, bytes, 0, bytes.length);
    return new BinaryEdit(offset, bytes);
  }

  void write(ElfFile elf) throws IOException {
    elf.store().write(offset, bytes);
  }
}
