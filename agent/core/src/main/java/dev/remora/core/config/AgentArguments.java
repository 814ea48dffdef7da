package dev.remora.core.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text after {@code -javaagent:remora-agent.jar=}: {@code key=value} pairs with commas between
 * them. A part without {@code =} continues the value before it, so {@code exclude=a,b,log=info}
 * holds two pairs.
 */
final class AgentArguments implements Layer.Spelling {
  private AgentArguments() {}

  static Layer read(String arguments, Problems problems) {
    AgentArguments spelling = new AgentArguments();
    Layer layer = new Layer();
    for (Map.Entry<String, String> pair : pairs(arguments, spelling, problems).entrySet()) {
      layer.put(pair.getKey(), pair.getValue(), spelling, problems);
    }
    return layer;
  }

  private static Map<String, String> pairs(
      String arguments, AgentArguments spelling, Problems problems) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String text = arguments == null ? "" : arguments.trim();
    String key = null;
    int from = 0;
    while (from < text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      String part = text.substring(from, to);
      from = to + 1;
      int equals = part.indexOf('=');
      if (equals >= 0) {
        key = part.substring(0, equals).trim();
        if (pairs.put(key, part.substring(equals + 1)) != null) {
          problems.add(spelling.of(key) + ": is set twice; allowed: once");
        }
      } else if (key != null) {
        pairs.put(key, pairs.get(key) + "," + part);
      } else {
        problems.add(
            "agent argument: " + Words.quote(part) + " has no key; allowed: key=value,key=value");
      }
    }
    return pairs;
  }

  @Override
  public String of(String key) {
    return "agent argument " + key;
  }
}
