package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.criu.Memory;
import io.riffle.criu.MemoryMapping;
import io.riffle.criu.PageRange;
import io.riffle.criu.PageRange.Content;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfBytes;
import io.riffle.elf.ElfFile;
import io.riffle.isa.Isa;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which processes are shuffled, and that none is left behind with code of another state. */
class TargetProcessTest {
  private static final String PATH = "/root/program";
  private static final long BASE = 0x400000;
  private static final int CODE = MemoryMapping.READ | MemoryMapping.EXECUTE;

  private final ElfBytes bytes = new ElfBytes(Isa.X86_64, false);

  @Test
  void findsEveryProcessThatRunsTheBinary() throws IOException {
    assertThat(
            TargetProcess.allOf(
                List.of(
                    process(1, List.of(mapping(0, CODE, PATH))),
                    process(2, List.of()),
                    process(3, List.of(mapping(0x1000, CODE, "/bin/other"))),
                    process(4, List.of(mapping(0, CODE, PATH)))),
                bytes.read()))
        .extracting(target -> target.image().pid())
        .containsExactly(1, 4);
  }

  @Test
  void refusesAProcessThatHasTheCodeInAnotherWay() throws IOException {
    ElfFile elf = bytes.read();
    // It has the second page of the file, as after mprotect or in a loader of its own.
    List<ProcessImage> processes =
        List.of(
            process(1, List.of(mapping(0, CODE, PATH))),
            process(2, List.of(mapping(0x1000, CODE, PATH))));

    assertThatThrownBy(() -> TargetProcess.allOf(processes, elf))
        .isInstanceOf(ShuffleException.class)
        .hasMessageContaining("process 2 of the image has code of /root/program at 0x401000");
  }

  @Test
  void aProcessMayReadTheFile() throws IOException {
    assertThat(
            TargetProcess.allOf(
                List.of(
                    process(1, List.of(mapping(0, CODE, PATH))),
                    process(2, List.of(mapping(0, MemoryMapping.READ, PATH)))),
                bytes.read()))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"PARENT, in that of an earlier dump", "LAZY, with its page server"})
  void refusesCodeThatIsInNoImageOfThisDump(Content content, String where) throws IOException {
    ElfFile elf = bytes.read();
    BinaryCode code = BinaryCode.of(elf);
    TextPages elsewhere = textPages(new PageRange(BASE, BASE + 0x1000, content, 0));

    assertThatThrownBy(() -> elsewhere.check(code))
        .isInstanceOf(ShuffleException.class)
        .hasMessageContaining("process 1")
        .hasMessageContaining("at 0x400000")
        .hasMessageContaining(where);
    // A page that no code is on, as that of .eh_frame may be.
    CodePatch patch = new CodePatch(BASE + 0x800, new byte[] {0}, new byte[] {1});
    assertThatThrownBy(() -> elsewhere.edits(List.of(patch)))
        .isInstanceOf(ShuffleException.class)
        .hasMessageContaining("at 0x400800");
  }

  @Test
  void codeMayComeFromTheBinary() throws IOException {
    TextPages none = textPages(new PageRange(0x7000_0000, 0x7000_1000, Content.PARENT, 0));
    none.check(BinaryCode.of(bytes.read()));

    assertThat(none.edits(List.of(new CodePatch(BASE + 0x800, new byte[] {0}, new byte[] {1}))))
        .isEmpty();
  }

  private TextPages textPages(PageRange range) throws IOException {
    ProcessImage process = process(1, List.of(mapping(0, CODE, PATH)), range);
    return new TextPages(TargetProcess.of(process, bytes.read()).orElseThrow());
  }

  private static MemoryMapping mapping(long offset, int protection, String path) {
    return new MemoryMapping(
        BASE + offset, BASE + offset + 0x1000, protection, 2, offset, Optional.of(path), 0);
  }

  private static ProcessImage process(int pid, List<MemoryMapping> mappings, PageRange... pages) {
    return new ProcessImage(
        pid,
        Isa.X86_64,
        List.of(),
        mappings,
        new Memory(new InMemoryStore("pages-1.img", new byte[0]), Arrays.asList(pages)),
        mappings.stream().flatMap(each -> each.file().stream()).findFirst());
  }
}
