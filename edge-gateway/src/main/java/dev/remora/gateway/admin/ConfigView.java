package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.remora.core.config.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code GET /config}: the settings in use as they were read, but for what may be a secret: values
 * whose keys say so, and passwords in URLs. Names of files that hold secrets are no secrets.
 */
public final class ConfigView implements AdminResource {
  private static final JsonPrimitive HIDDEN = new JsonPrimitive("***");

  private static final List<String> SECRET =
      List.of("token", "secret", "password", "credential", "authorization", "cookie", "hash");

  /** Below these stand values of headers and parameters, which may be keys of API clients. */
  private static final List<String> VALUES =
      List.of("headers", "query", "request-headers", "response-headers");

  private final Supplier<YamlNode> settings;

  /** Of settings that may be null: nothing is set. */
  public ConfigView(Supplier<YamlNode> settings) {
    this.settings = settings;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    YamlNode root = settings.get();
    return AdminReply.json(root == null ? new JsonObject() : json(root, false));
  }

  private static JsonElement json(YamlNode node, boolean hidden) {
    if (node.entries() != null) {
      JsonObject map = new JsonObject();
      for (YamlNode.Entry entry : node.entries()) {
        map.add(entry.key(), value(entry, hidden));
      }
      return map;
    }
    if (node.items() != null) {
      JsonArray list = new JsonArray();
      node.items().forEach(item -> list.add(json(item, hidden)));
      return list;
    }
    return hidden ? HIDDEN : new JsonPrimitive(withoutUserInfo(node.text()));
  }

  private static JsonElement value(YamlNode.Entry entry, boolean hidden) {
    String key = entry.key().toLowerCase(Locale.ROOT);
    boolean map = entry.value().entries() != null;
    if (VALUES.contains(key) && map) {
      return json(entry.value(), true);
    }
    boolean file = key.endsWith("-file") || key.endsWith(".file");
    boolean secret = !file && !map && SECRET.stream().anyMatch(key::contains);
    return json(entry.value(), hidden || secret);
  }

  /** {@code redis://name:password@host} keeps neither. */
  private static String withoutUserInfo(String text) {
    return text.replaceAll("://[^/@\\s]*@", "://***@");
  }
}
