package io.riffle.shuffle;

import io.riffle.storage.Overwrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Code to write into the file of a binary.
 *
 * @param offset where in the file
 * @param before what is there; not to be changed
 * @param after what takes its place; not to be changed
 */
record BinaryEdit(long offset, byte[] before, byte[] after) {
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
    byte[] before = binary.code().of(function.layout());
    byte[] code = before.clone();
    int first = code.length;
    int last = 0;
    for (CodePatch patch : patches) {
      int start = Math.toIntExact(patch.address() - function.layout().address());
      System.arraycopy(patch.after(), 0, code, start, patch.after().length);
      first = Math.min(first, start);
      last = Math.max(last, start + patch.after().length);
    }
    long offset = offset(function.layout().address() + first, binary);
    return new BinaryEdit(
        offset, Arrays.copyOfRange(before, first, last), Arrays.copyOfRange(code, first, last));
  }

  /** The edit of one patch. */
  static BinaryEdit of(CodePatch patch, BinaryAnalysis binary) throws ShuffleException {
    return new BinaryEdit(offset(patch.address(), binary), patch.before(), patch.after());
  }

  private static long offset(long address, BinaryAnalysis binary) throws ShuffleException {
    return binary
        .elf()
        .fileOffset(address)
        .orElseThrow(
            () ->
                new ShuffleException(
                    "%s: its file has no code at 0x%x".formatted(binary.elf(), address)));
  }

  Overwrite overwrite() {
    return new Overwrite(Rewrite.BINARY, offset, before, after);
  }
}
