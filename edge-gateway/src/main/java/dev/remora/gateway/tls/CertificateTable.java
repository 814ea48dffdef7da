package dev.remora.gateway.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which certificates a host name is served with: those that name it, else those whose wildcard
 * covers it ({@code *} is one label, RFC 6125, section 6.4.3), else the first of all. Several for
 * one name are of different kinds of keys, or the first of a kind is taken. Immutable.
 */
final class CertificateTable {
  private final List<CertifiedKey> all;
  private final Map<String, List<CertifiedKey>> exact = new HashMap<>();
  private final Map<String, List<CertifiedKey>> wildcard = new HashMap<>();
  private final List<CertifiedKey> byDefault;

  /**
   * A table.
   *
   * @param all at least one
   * @param strict whether a name that none of them is for gets none, rather than the first
   */
  CertificateTable(List<CertifiedKey> all, boolean strict) {
    this.all = List.copyOf(all);
    for (CertifiedKey each : all) {
      for (String name : each.names()) {
        boolean wild = name.startsWith("*.");
        (wild ? wildcard : exact)
            .computeIfAbsent(wild ? name.substring(1) : name, key -> new ArrayList<>())
            .add(each);
      }
    }
    byDefault = strict ? List.of() : List.of(all.get(0));
  }

  /** Those of a host name; null: the client named none. */
  List<CertifiedKey> of(String host) {
    if (host == null) {
      return byDefault;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    List<CertifiedKey> found = exact.get(lower);
    int dot = lower.indexOf('.');
    if (found == null && dot > 0) {
      found = wildcard.get(lower.substring(dot));
    }
    return found == null ? byDefault : found;
  }

  List<CertifiedKey> all() {
    return all;
  }
}
