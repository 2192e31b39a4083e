package io.riffle.report;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.OptionalLong;

/**
 * Marks a 64-bit seed, which JSON holds as a decimal string: JavaScript and jq read numbers as
 * doubles and would round it to another seed.
 */
@JacksonAnnotationsInside
@JsonSerialize(using = Seed.Serializer.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@interface Seed {

  /** Writes a {@code long} or an {@link OptionalLong}, whose default string form is no number. */
  final class Serializer extends JsonSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(
          value instanceof OptionalLong seed
              ? Long.toString(seed.orElseThrow())
              : value.toString());
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Object value) {
      return value instanceof OptionalLong seed && seed.isEmpty();
    }
  }
}
