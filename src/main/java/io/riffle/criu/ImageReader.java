package io.riffle.criu;

import io.riffle.criu.EntryImage.Kind;
import io.riffle.criu.proto.CoreEntry;
import io.riffle.criu.proto.FileEntry;
import io.riffle.criu.proto.InventoryEntry;
import io.riffle.criu.proto.MmEntry;
import io.riffle.criu.proto.PstreeEntry;
import io.riffle.criu.proto.RegFileEntry;
import io.riffle.criu.proto.VmaEntry;
import io.riffle.isa.Isa;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import io.riffle.storage.Journal;
import io.riffle.storage.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the entry images of a directory into the model. */
final class ImageReader {
  static final String INVENTORY = "inventory.img";
  private static final int TASK_DEAD = 2;
  private static final int TASK_ZOMBIE = 6;

  // Bits of a mapping's status: a file behind it, private or shared.
  private static final int STATUS_FILE = 1 << 6 | 1 << 7;

  private final Directory directory;
  private final Pagemap.Opening pagesOpening;
  private final List<ByteStore> opened = new ArrayList<>();
  private final Map<Integer, String> paths = new HashMap<>();
  private final Map<Integer, FileIdentity> identities = new HashMap<>();
  private final MessageDigest digest = Sha256.digest();
  private Isa isa;

  /**
   * A reader.
   *
   * @param pagesOpening opens pages images for what is to be done with them; entry images are only
   *     read
   */
  ImageReader(Directory directory, Pagemap.Opening pagesOpening) {
    this.directory = directory;
    this.pagesOpening = pagesOpening;
  }

  ImageDirectory read() throws IOException {
    try {
      return readAll();
    } catch (IOException | RuntimeException failure) {
      ImageDirectory.closeAll(opened);
      throw failure;
    }
  }

  private ImageDirectory readAll() throws IOException {
    List<String> names = directory.files();
    if (names.contains(Journal.FILE)) {
      throw new CriuFormatException(
          directory.name(),
          "a shuffle of these images was interrupted: 'riffle shuffle --recover' with them and"
              + " their binary undoes it");
    }
    if (!names.contains(INVENTORY)) {
      throw new CriuFormatException(
          directory.name(), "is no directory of CRIU images: it has no " + INVENTORY);
    }
    open(INVENTORY, Kind.INVENTORY).only(InventoryEntry.parser());
    EntryImage files = open("files.img", Kind.FILES);
    for (FileEntry file : files.rest(FileEntry.parser())) {
      if (file.hasReg()) {
        RegFileEntry regular = file.getReg();
        paths.put(file.getId(), regular.getName());
        identities.put(
            file.getId(),
            new FileIdentity(
                regular.hasSize() ? OptionalLong.of(regular.getSize()) : OptionalLong.empty(),
                FileIdentity.buildId(regular.getBuildIdList())));
      }
    }
    List<ProcessImage> processes = new ArrayList<>();
    EntryImage tree = open("pstree.img", Kind.PSTREE);
    for (PstreeEntry process : tree.rest(PstreeEntry.parser())) {
      process(process).ifPresent(processes::add);
    }
    if (processes.isEmpty()) {
      throw new CriuFormatException(tree.name(), "names no process that has memory");
    }
    return new ImageDirectory(
        directory, isa, processes, opened, HexFormat.of().formatHex(digest.digest()));
  }

  private Optional<ProcessImage> process(PstreeEntry process) throws IOException {
    int pid = process.getPid();
    CoreEntry core = core(pid);
    int state = core.getTc().getTaskState();
    if (state == TASK_DEAD || state == TASK_ZOMBIE) {
      return Optional.empty();
    }
    List<ThreadImage> threads = new ArrayList<>();
    threads.add(thread(pid, core));
    for (int tid : process.getThreadsList()) {
      if (tid != pid) {
        threads.add(thread(tid, core(tid)));
      }
    }
    EntryImage image = open("mm-" + pid + ".img", Kind.MM);
    MmEntry mm = image.only(MmEntry.parser());
    List<MemoryMapping> mappings = new ArrayList<>();
    long last = 0;
    for (VmaEntry vma : mm.getVmasList()) {
      if (Long.compareUnsigned(vma.getStart(), last) < 0
          || Long.compareUnsigned(vma.getEnd(), vma.getStart()) < 0) {
        throw new CriuFormatException(
            image.name(), "mapping at 0x" + Long.toHexString(vma.getStart()) + " is not in order");
      }
      last = vma.getEnd();
      mappings.add(mapping(vma));
    }
    Pagemap pagemap = Pagemap.read(directory, pid);
    ByteStore pages = pagemap.openPages(directory, pagesOpening);
    opened.add(pages);
    Optional<String> executable = Optional.ofNullable(paths.get(mm.getExeFileId()));
    Memory memory = new Memory(pages, pagemap.pagesFile(), pagemap.ranges());
    return Optional.of(new ProcessImage(pid, isa, threads, mappings, memory, executable));
  }

  private EntryImage open(String file, Kind kind) throws IOException {
    EntryImage image = EntryImage.open(directory, file, kind);
    image.addTo(digest);
    return image;
  }

  private CoreEntry core(int tid) throws IOException {
    return open(coreFile(tid), Kind.CORE).only(CoreEntry.parser());
  }

  private static String coreFile(int tid) {
    return "core-" + Integer.toUnsignedString(tid) + ".img";
  }

  private ThreadImage thread(int tid, CoreEntry core) throws IOException {
    String name = directory.name() + "/" + coreFile(tid);
    CoreRegisters registers =
        CoreRegisters.ofMachine(core.getMtype())
            .orElseThrow(
                () ->
                    new CriuFormatException(
                        name,
                        "is of CRIU's machine type "
                            + core.getMtype()
                            + ", not of one of "
                            + Arrays.toString(Isa.values())));
    if (isa != null && isa != registers.isa()) {
      throw new CriuFormatException(name, "is of " + registers.isa() + " and others are of " + isa);
    }
    isa = registers.isa();
    return registers
        .thread(tid, core)
        .orElseThrow(
            () ->
                new CriuFormatException(
                    name, "does not have the 64-bit registers of " + registers.isa()));
  }

  private MemoryMapping mapping(VmaEntry vma) {
    boolean ofFile = (vma.getStatus() & STATUS_FILE) != 0;
    Optional<String> file =
        ofFile ? Optional.ofNullable(paths.get((int) vma.getShmid())) : Optional.empty();
    return new MemoryMapping(
        vma.getStart(),
        vma.getEnd(),
        vma.getProt(),
        vma.getFlags(),
        vma.getPgoff(),
        file,
        vma.getStatus(),
        file.map(path -> identities.get((int) vma.getShmid())));
  }
}
