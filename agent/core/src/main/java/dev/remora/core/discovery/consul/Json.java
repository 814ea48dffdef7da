package dev.remora.core.discovery.consul;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSyntaxException;
import com.google.gson.Strictness;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * JSON as RFC 8259 has it, complete or not at all; Consul's {@code Names} are our {@code names}.
 */
final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE)
          .create();

  private Json() {}

  /**
   * Reads one document.
   *
   * @throws JsonParseException if it is cut off, malformed, null, or followed by anything
   */
  static <T> T read(byte[] json, TypeToken<T> type) {
    JsonReader reader =
        new JsonReader(
            new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8));
    reader.setStrictness(Strictness.STRICT);
    T value = GSON.fromJson(reader, type);
    if (value == null) {
      throw new JsonSyntaxException("nothing");
    }
    try {
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonSyntaxException("more than one document");
      }
    } catch (IOException e) {
      throw new JsonSyntaxException(e);
    }
    return value;
  }
}
