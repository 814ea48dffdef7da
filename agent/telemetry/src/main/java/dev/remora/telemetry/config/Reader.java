package dev.remora.telemetry.config;

import dev.remora.core.log.Log;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads values; a bad one is one line that names it and what is allowed, and the default holds. */
final class Reader {
  private final Names names;
  private final Log log;
  private final Set<String> said = new HashSet<>();

  Reader(Names names, Log log) {
    this.names = names;
    this.log = log;
  }

  String text(String variable, String byDefault) {
    String value = names.get(variable);
    return value == null ? byDefault : value;
  }

  /** One of {@code allowed}. */
  String word(String variable, String byDefault, String... allowed) {
    String value = names.get(variable);
    if (value == null || Arrays.asList(allowed).contains(value)) {
      return value == null ? byDefault : value;
    }
    bad(variable, value, String.join(", ", allowed));
    return byDefault;
  }

  /** Several of {@code allowed}, separated by commas; {@code none} is none of them. */
  List<String> words(String variable, List<String> byDefault, String... allowed) {
    String value = names.get(variable);
    if (value == null) {
      return byDefault;
    }
    List<String> words = new ArrayList<>();
    for (String word : value.split(",", -1)) {
      String trimmed = word.trim();
      if (Arrays.asList(allowed).contains(trimmed)) {
        words.add(trimmed);
      } else if (!trimmed.equals("none")) {
        bad(variable, trimmed, String.join(", ", allowed) + ", none");
      }
    }
    return words;
  }

  int number(String variable, int byDefault, int least) {
    String value = names.get(variable);
    if (value == null) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    bad(variable, value, "a whole number from " + least + " up");
    return byDefault;
  }

  double share(String variable, double byDefault) {
    String value = names.get(variable);
    if (value == null) {
      return byDefault;
    }
    try {
      double share = Double.parseDouble(value);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    bad(variable, value, "a number from 0 to 1");
    return byDefault;
  }

  /** Milliseconds, or a number with the unit {@code ms}, {@code s}, {@code m}, {@code h}. */
  Duration time(String variable, Duration byDefault) {
    String value = names.get(variable);
    if (value == null) {
      return byDefault;
    }
    int digits = 0;
    while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
      digits++;
    }
    long unit = unit(value.substring(digits).trim());
    if (digits > 0 && digits <= 9 && unit > 0) {
      long millis = Long.parseLong(value.substring(0, digits)) * unit;
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    }
    bad(variable, value, "milliseconds such as 5000, or 5s, 1m");
    return byDefault;
  }

  private static long unit(String unit) {
    switch (unit) {
      case "":
      case "ms":
        return 1;
      case "s":
        return 1000;
      case "m":
        return 60_000;
      case "h":
        return 3_600_000;
      default:
        return -1;
    }
  }

  /** An address of HTTP. */
  URI address(String variable, String byDefault) {
    String value = names.get(variable);
    if (value != null) {
      try {
        URI address = new URI(value);
        boolean http =
            "http".equalsIgnoreCase(address.getScheme())
                || "https".equalsIgnoreCase(address.getScheme());
        if (http && address.getHost() != null && address.getRawUserInfo() == null) {
          return address;
        }
      } catch (URISyntaxException e) {
        // Told below, without a password that may be in it.
      }
      say(
          "telemetry: "
              + names.label(variable)
              + ": is no address; allowed: http://HOST[:PORT][/PATH] or https://…, without user and"
              + " password; "
              + (byDefault == null ? "it is ignored" : "instead: " + byDefault));
    }
    return byDefault == null ? null : URI.create(byDefault);
  }

  /**
   * {@code name=value} pairs, separated by commas, the values percent-encoded.
   *
   * @param secret whether the values may not be shown
   */
  Map<String, String> pairs(String variable, boolean secret) {
    String value = names.get(variable);
    Map<String, String> pairs = new LinkedHashMap<>();
    if (value == null) {
      return pairs;
    }
    for (String pair : value.split(",", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).trim();
      if (!name.isEmpty()) {
        pairs.put(name, decoded(pair.substring(equals + 1).trim()));
      } else if (!pair.trim().isEmpty()) {
        bad(variable, secret ? null : pair.trim(), "name=value,name=value");
      }
    }
    return pairs;
  }

  /** Unlike in a form a plus is a plus. */
  static String decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low >= 0) {
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = bytes[i];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * Whether the protocol that is set is the only one there is; else one line says that nothing is
   * exported, as the address is one of the other protocol.
   */
  boolean speaks(String variable, String general, String only) {
    String name = names.get(variable) == null ? general : variable;
    String value = names.get(name);
    if (value == null || value.equals(only)) {
      return true;
    }
    say(
        "telemetry: "
            + names.label(name)
            + ": \""
            + value
            + "\" is not spoken and nothing is exported by it; allowed: "
            + only
            + ", which collectors expect at port 4318");
    return false;
  }

  /** Once: what is set for all signals is read for each. */
  private void say(String line) {
    if (said.add(line)) {
      log.error(line);
    }
  }

  private void bad(String variable, String value, String allowed) {
    say(
        "telemetry: "
            + names.label(variable)
            + ": "
            + (value == null ? "the value" : '"' + value + '"')
            + " can't be used; allowed: "
            + allowed);
  }
}
