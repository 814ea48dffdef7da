package dev.remora.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code Forwarded} (RFC 7239) says, an element for each proxy.
 *
 * @param addresses {@code for}, without brackets and port; empty where it tells none
 * @param schemes {@code proto}, in lower case; of those elements that tell it
 */
record ForwardedElements(List<String> addresses, List<String> schemes) {
  static ForwardedElements of(List<String> lines) {
    List<String> addresses = new ArrayList<>();
    List<String> schemes = new ArrayList<>();
    for (String line : lines) {
      for (String element : split(line, ',')) {
        String address = "";
        for (String pair : split(element, ';')) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? "" : pair.substring(0, equals).trim().toLowerCase(Locale.ROOT);
          String value = equals < 0 ? "" : unquoted(pair.substring(equals + 1).trim());
          if (name.equals("for")) {
            address = address(value);
          } else if (name.equals("proto")) {
            schemes.add(value.toLowerCase(Locale.ROOT));
          }
        }
        addresses.add(address);
      }
    }
    return new ForwardedElements(addresses, schemes);
  }

  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == at && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static String address(String node) {
    if (node.startsWith("[")) {
      int close = node.indexOf(']');
      return close < 0 ? "" : node.substring(1, close);
    }
    int colon = node.indexOf(':');
    return colon < 0 ? node : node.substring(0, colon);
  }
}
