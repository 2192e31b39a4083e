package io.riffle.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.riffle.isa.Isa;
import java.nio.file.Path;

/** Results for programs. */
final class Json {
  private Json() {}

  /** A record as indented JSON; ISAs by the name that users type, paths as they are. */
  static String of(Object value) {
    try {
      return new ObjectMapper()
          .registerModules(new Jdk8Module(), new JavaTimeModule(), names())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  private static SimpleModule names() {
    return new SimpleModule()
        .addSerializer(Isa.class, ToStringSerializer.instance)
        .addSerializer(Path.class, ToStringSerializer.instance);
  }
}
