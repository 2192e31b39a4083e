package io.riffle.shuffle.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads the optimisation records that clang writes with {@code -Rpass-analysis=stack-frame-layout
 * -fsave-optimization-record -foptimization-record-passes=stack-frame-layout}: a stream of YAML
 * documents, one a function (LLVM 16 and later, {@code StackFrameLayoutAnalysisPass.cpp}).
 *
 * <p>A frame with anything in it that is not understood, such as a scalable vector, is left out as
 * a whole, since half a frame is worse than none. Text that is no YAML at all is an error.
 */
final class RemarkReader {
  private static final int LARGEST_FILE = 256 << 20;
  private static final ObjectReader READER = reader();

  private static final Map<String, FrameObject.Kind> KINDS =
      Map.of(
          "Spill", FrameObject.Kind.SPILL,
          "Fixed", FrameObject.Kind.FIXED,
          "Variable", FrameObject.Kind.VARIABLE,
          "VariableSized", FrameObject.Kind.VARIABLE_SIZED,
          "Protector", FrameObject.Kind.PROTECTOR);

  private RemarkReader() {}

  /**
   * Reads one file.
   *
   * @throws LayoutFormatException if it is not YAML
   */
  static List<Remark> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /** As {@link #read(Path)}, from a stream that errors call {@code name}. */
  static List<Remark> read(InputStream in, String name) throws IOException {
    List<Remark> remarks = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = READER.readValues(in)) {
      while (documents.hasNextValue()) {
        remark(documents.nextValue()).ifPresent(remarks::add);
      }
    } catch (IOException e) {
      throw new LayoutFormatException(
          name + " is not a file of clang's optimisation records: " + firstLine(e), e);
    } catch (StackOverflowError e) {
      throw new LayoutFormatException(name + " nests too deeply for optimisation records", e);
    }
    return List.copyOf(remarks);
  }

  private static ObjectReader reader() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(LARGEST_FILE);
    limits.setNestingDepthLimit(16);
    limits.setMaxAliasesForCollections(0);
    return new YAMLMapper(YAMLFactory.builder().loaderOptions(limits).build())
        .readerFor(JsonNode.class);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Optional<Remark> remark(JsonNode document) {
    if (!document.path("Name").asText().equals("StackLayout")) {
      return Optional.empty();
    }
    JsonNode place = document.path("DebugLoc");
    return new SlotCollector()
        .collect(document.path("Args"))
        .map(
            slots ->
                new Remark(
                    document.path("Function").asText(),
                    place.path("File").asText(),
                    place.path("Line").asInt(),
                    slots));
  }

  /** Gathers the flat list of printed arguments into slots. */
  private static final class SlotCollector {
    private final List<Remark.Slot> slots = new ArrayList<>();
    private final List<Remark.SourceName> variables = new ArrayList<>();
    private Optional<Long> offset = Optional.empty();
    private Optional<Long> size = Optional.empty();
    private Optional<Long> alignment = Optional.empty();
    private Optional<FrameObject.Kind> kind = Optional.empty();
    private boolean inSlot;

    Optional<List<Remark.Slot>> collect(JsonNode arguments) {
      boolean understood = true;
      for (JsonNode argument : arguments) {
        if (argument.size() != 1) {
          return Optional.empty();
        }
        String key = argument.fieldNames().next();
        understood &= take(key, argument.path(key).asText());
      }
      understood &= finishSlot();
      return understood ? Optional.of(slots) : Optional.empty();
    }

    private boolean take(String key, String value) {
      switch (key) {
        case "String":
          return true;
        case "Offset":
          boolean understood = finishSlot();
          inSlot = true;
          offset = number(value);
          return understood;
        case "Type":
          kind = Optional.ofNullable(KINDS.get(value));
          return true;
        case "Align":
          alignment = number(value);
          return true;
        case "Size":
          size = number(value);
          return true;
        case "DataLoc":
          return takeVariable(value);
        default:
          return false;
      }
    }

    private boolean takeVariable(String value) {
      int at = value.indexOf(" @ ");
      int colon = value.lastIndexOf(':');
      if (at <= 0 || colon < at) {
        return false;
      }
      Optional<Long> line = number(value.substring(colon + 1));
      line.ifPresent(
          number ->
              variables.add(new Remark.SourceName(value.substring(0, at), number.intValue())));
      return line.isPresent();
    }

    private boolean finishSlot() {
      if (!inSlot) {
        return true;
      }
      boolean complete =
          offset.isPresent()
              && size.filter(bytes -> bytes >= 0).isPresent()
              && alignment.filter(bytes -> bytes > 0 && Long.bitCount(bytes) == 1).isPresent()
              && kind.isPresent();
      if (complete) {
        slots.add(
            new Remark.Slot(offset.get(), size.get(), alignment.get(), kind.get(), variables));
      }
      inSlot = false;
      offset = Optional.empty();
      size = Optional.empty();
      alignment = Optional.empty();
      kind = Optional.empty();
      variables.clear();
      return complete;
    }

    /** Only what fits 32 bits: no frame is larger, and sums of two never overflow. */
    private static Optional<Long> number(String text) {
      try {
        return Optional.of((long) Integer.parseInt(text.strip()));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
