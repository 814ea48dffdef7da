package dev.remora.gateway.auth;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as RFC 8259 has it and no more: where two readers could understand different things (names
 * that stand twice, text that is not UTF-8, what follows the end) there is nothing to be read.
 */
public final class Json {
  private static final int DEEPEST = 32;

  private Json() {}

  /**
   * The object that {@code utf8} spells: strings, {@link Long}s, finite {@link Double}s, booleans,
   * nulls, lists and maps, none of which can be changed.
   *
   * @return null: it spells none
   */
  public static Map<String, Object> object(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      if (text.startsWith("\uFEFF")) {
        return null;
      }
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        return null;
      }
      Map<String, Object> object = object(reader, DEEPEST);
      return reader.peek() == JsonToken.END_DOCUMENT ? object : null;
    } catch (CharacterCodingException e) {
      return null;
    } catch (IOException | NumberFormatException | IllegalStateException e) {
      return null;
    }
  }

  private static Map<String, Object> object(JsonReader reader, int depth) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.containsKey(name)) {
        throw new MalformedJsonException("a name stands twice");
      }
      object.put(name, value(reader, depth - 1));
    }
    reader.endObject();
    return Collections.unmodifiableMap(object);
  }

  private static Object value(JsonReader reader, int depth) throws IOException {
    if (depth == 0) {
      throw new MalformedJsonException("too deep");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader, depth);
      case BEGIN_ARRAY -> list(reader, depth);
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      default -> {
        reader.nextNull();
        yield null;
      }
    };
  }

  private static List<Object> list(JsonReader reader, int depth) throws IOException {
    List<Object> list = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      list.add(value(reader, depth - 1));
    }
    reader.endArray();
    return Collections.unmodifiableList(list);
  }

  private static Object number(String text) throws IOException {
    if (text.length() <= 18 && text.indexOf('.') < 0 && text.indexOf('e') < 0) {
      if (text.indexOf('E') < 0) {
        return Long.valueOf(text);
      }
    }
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number) || Double.isNaN(number)) {
      throw new MalformedJsonException("out of range");
    }
    return number;
  }

  /** The string under {@code name}; null: none. */
  public static String string(Map<String, Object> object, String name) {
    return object.get(name) instanceof String string ? string : null;
  }

  /** The strings under {@code name}, one or a list of them; null: something else is there. */
  public static List<String> strings(Map<String, Object> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof String string) {
      return List.of(string);
    }
    if (!(value instanceof List<?> list)) {
      return null;
    }
    List<String> strings = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof String string)) {
        return null;
      }
      strings.add(string);
    }
    return strings;
  }
}
