package dev.remora.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A file of settings as a tree, of which a test changes a part at a time: JSON is YAML too. */
final class YamlTree {
  private final JsonElement root;

  YamlTree(byte[] content) {
    this.root = json(Yaml.parse("example", content, Problems.first()));
  }

  private static JsonElement json(YamlNode node) {
    if (node.entries() != null) {
      JsonObject map = new JsonObject();
      node.entries().forEach(entry -> map.add(entry.key(), json(entry.value())));
      return map;
    }
    if (node.items() != null) {
      JsonArray list = new JsonArray();
      node.items().forEach(item -> list.add(json(item)));
      return list;
    }
    return new JsonPrimitive(node.text());
  }

  /** All parts by where they are, such as {@code routes[0].match}; the whole at the empty text. */
  Map<String, JsonElement> parts() {
    Map<String, JsonElement> parts = new LinkedHashMap<>();
    collect(root, "", parts);
    return parts;
  }

  private static void collect(JsonElement part, String at, Map<String, JsonElement> to) {
    to.put(at, part);
    if (part.isJsonObject()) {
      part.getAsJsonObject()
          .entrySet()
          .forEach(
              e -> collect(e.getValue(), at.isEmpty() ? e.getKey() : at + "." + e.getKey(), to));
    } else if (part.isJsonArray()) {
      for (int i = 0; i < part.getAsJsonArray().size(); i++) {
        collect(part.getAsJsonArray().get(i), at + "[" + i + "]", to);
      }
    }
  }

  /** All of it, with another part at {@code place}. */
  byte[] with(String place, UnaryOperator<JsonElement> change) {
    return copy(root, "", place, change).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonElement copy(
      JsonElement part, String at, String place, UnaryOperator<JsonElement> change) {
    if (at.equals(place)) {
      return change.apply(part.deepCopy());
    }
    if (part.isJsonObject()) {
      JsonObject map = new JsonObject();
      part.getAsJsonObject()
          .entrySet()
          .forEach(
              e -> {
                String below = at.isEmpty() ? e.getKey() : at + "." + e.getKey();
                map.add(e.getKey(), copy(e.getValue(), below, place, change));
              });
      return map;
    }
    if (part.isJsonArray()) {
      JsonArray list = new JsonArray();
      List<JsonElement> items = part.getAsJsonArray().asList();
      for (int i = 0; i < items.size(); i++) {
        list.add(copy(items.get(i), at + "[" + i + "]", place, change));
      }
      return list;
    }
    return part;
  }
}
