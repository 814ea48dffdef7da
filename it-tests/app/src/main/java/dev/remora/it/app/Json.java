package dev.remora.it.app;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON for structs of public fields, in one class: the application's class path must hold nothing
 * but the application and the client.
 */
public final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Writes a struct, list, map, string, number, boolean or null on one line. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value);
    return out.toString();
  }

  /** Reads a struct of public fields, each a primitive, a string, a struct or a list of these. */
  public static <T> T read(String text, Class<T> type) {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.at != text.length()) {
      throw json.broken("nothing more");
    }
    return type.cast(bind(value, type));
  }

  private static void write(StringBuilder out, Object value) {
    if (value == null || value instanceof Boolean || value instanceof Number) {
      out.append(value);
    } else if (value instanceof CharSequence || value instanceof Enum) {
      quote(out, value.toString());
    } else if (value instanceof Iterable) {
      char before = '[';
      for (Object item : (Iterable<?>) value) {
        out.append(before);
        write(out, item);
        before = ',';
      }
      out.append(before == '[' ? "[]" : "]");
    } else {
      char before = '{';
      for (Field field : fields(value.getClass())) {
        out.append(before);
        quote(out, field.getName());
        out.append(':');
        write(out, get(field, value));
        before = ',';
      }
      out.append(before == '{' ? "{}" : "}");
    }
  }

  private static void quote(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static Object bind(Object value, Type type) {
    if (type instanceof ParameterizedType) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) {
        items.add(bind(item, ((ParameterizedType) type).getActualTypeArguments()[0]));
      }
      return items;
    }
    Class<?> plain = (Class<?>) type;
    if (value == null || plain == String.class || plain == boolean.class) {
      return value;
    }
    if (plain == int.class) {
      return ((Number) value).intValue();
    }
    if (plain == long.class) {
      return ((Number) value).longValue();
    }
    if (plain.isEnum()) {
      for (Object constant : plain.getEnumConstants()) {
        if (constant.toString().equals(value)) {
          return constant;
        }
      }
      throw new IllegalArgumentException(value + " is none of " + plain);
    }
    try {
      Object struct = plain.getConstructor().newInstance();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        Field field = plain.getField((String) entry.getKey());
        field.set(struct, bind(entry.getValue(), field.getGenericType()));
      }
      return struct;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + plain + " can be read", e);
    }
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static Object get(Field field, Object struct) {
    try {
      Object value = field.get(struct);
      if (value != null && value.getClass().isArray()) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
          items.add(Array.get(value, i));
        }
        return items;
      }
      return value;
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Object value() {
    space();
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return word("true", true);
      case 'f':
        return word("false", false);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, Object> object() {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    space();
    while (peek() != '}') {
      String key = string();
      space();
      expect(':');
      map.put(key, value());
      space();
      if (peek() == ',') {
        at++;
        space();
      }
    }
    at++;
    return map;
  }

  private List<Object> array() {
    List<Object> list = new ArrayList<>();
    at++;
    space();
    while (peek() != ']') {
      list.add(value());
      space();
      if (peek() == ',') {
        at++;
      }
    }
    at++;
    return list;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(at++);
      if (escaped == 'u') {
        out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
        at += 4;
      } else {
        out.append(escaped);
      }
    }
    at++;
    return out.toString();
  }

  private Long number() {
    int from = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (from == at) {
      throw broken("a value");
    }
    return Long.valueOf(text.substring(from, at));
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw broken(word);
    }
    at += word.length();
    return value;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw broken("'" + c + "'");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw broken("more");
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException broken(String expected) {
    return new IllegalArgumentException("expected " + expected + " at " + at + " of: " + text);
  }
}
