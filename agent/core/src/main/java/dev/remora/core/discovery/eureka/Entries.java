package dev.remora.core.discovery.eureka;

import dev.remora.core.discovery.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that Eureka has registered, kept up to date. Not safe for several threads.
 *
 * <p>Names are in lower case. A name is that of the VIP addresses which spell it, as for Spring
 * Cloud; only where no VIP address does, it is that of the application.
 */
final class Entries {
  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::address)
          .thenComparing(Endpoint::port)
          .thenComparing(endpoint -> endpoint.metadata().toString());

  private final Map<String, Entry> all = new HashMap<>();
  private Map<String, List<Entry>> vips = new HashMap<>();
  private Map<String, List<Entry>> apps = new HashMap<>();

  /** Makes a full answer the content. */
  void replace(Apps full) {
    all.clear();
    for (Entry entry : full.entries()) {
      all.put(entry.key(), entry);
    }
    index();
  }

  /** Applies changes, some of which may have been applied before. */
  void apply(Apps delta) {
    boolean changed = false;
    for (Entry entry : delta.entries()) {
      Entry before = entry.deleted() ? all.remove(entry.key()) : all.put(entry.key(), entry);
      changed |= entry.deleted() ? before != null : !entry.equals(before);
    }
    if (changed) {
      index();
    }
  }

  private void index() {
    vips = new HashMap<>();
    apps = new HashMap<>();
    for (Entry entry : all.values()) {
      for (String vip : entry.vips()) {
        add(vips, vip, entry);
      }
      add(apps, entry.app(), entry);
    }
    apps.keySet().removeAll(vips.keySet());
  }

  private static void add(Map<String, List<Entry>> index, String name, Entry entry) {
    List<Entry> named = index.get(name);
    if (named == null) {
      named = new ArrayList<>();
      index.put(name, named);
    }
    named.add(entry);
  }

  /** How many entries have which status, as Eureka writes it: {@code DOWN_1_UP_3_}. */
  String hash() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Entry entry : all.values()) {
      Integer count = counts.get(entry.status());
      counts.put(entry.status(), count == null ? 1 : count + 1);
    }
    StringBuilder hash = new StringBuilder();
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      hash.append(count.getKey()).append('_').append(count.getValue()).append('_');
    }
    return hash.toString();
  }

  /** All names, whether their endpoints are up or not. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(vips.keySet());
    names.addAll(apps.keySet());
    return names;
  }

  /**
   * The endpoints that are up, sorted so that a mere change of order is none.
   *
   * @param name in lower case
   */
  List<Endpoint> endpoints(String name) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    List<Entry> named = vips.get(name);
    boolean byVip = named != null;
    if (!byVip) {
      named = apps.get(name);
    }
    if (named != null) {
      for (Entry entry : named) {
        Endpoint endpoint = byVip ? entry.endpoint(name) : entry.endpoint();
        if (endpoint != null) {
          endpoints.add(endpoint);
        }
      }
    }
    List<Endpoint> sorted = new ArrayList<>(endpoints);
    sorted.sort(ORDER);
    return Collections.unmodifiableList(sorted);
  }
}
