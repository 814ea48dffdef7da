package dev.remora.gateway.log;

import io.vertx.core.MultiMap;
import java.util.List;

/** Headers whose values are logged, each under a name of its own. Immutable. */
final class LoggedHeaders {
  private final String[] names;
  private final byte[][] keys;

  /**
   * Headers.
   *
   * @param names in lower case
   * @param prefix of their fields
   */
  LoggedHeaders(List<String> names, String prefix) {
    this.names = names.stream().distinct().toArray(String[]::new);
    this.keys = new byte[this.names.length][];
    for (int i = 0; i < keys.length; i++) {
      // A dot would make an object of it.
      keys[i] = JsonBytes.key(prefix + this.names[i].replace('.', '_'));
    }
  }

  void write(JsonBytes to, MultiMap headers, AccessLogPlan plan) {
    for (int i = 0; i < names.length; i++) {
      to.text(keys[i], plan.redact(headers.get(names[i])), AccessLine.MOST);
    }
  }
}
