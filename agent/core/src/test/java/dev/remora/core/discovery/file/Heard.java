package dev.remora.core.discovery.file;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a registry told. */
final class Heard implements Registry.Listener {
  /** {@code down: REASON} and {@code up}. */
  final List<String> states = new CopyOnWriteArrayList<>();

  final List<Set<String>> lists = new CopyOnWriteArrayList<>();
  final Map<String, List<Endpoint>> endpoints = new ConcurrentHashMap<>();

  Set<String> names() {
    return lists.isEmpty() ? null : lists.get(lists.size() - 1);
  }

  @Override
  public void services(Set<String> names) {
    lists.add(names);
  }

  @Override
  public void endpoints(String service, List<Endpoint> now) {
    endpoints.put(service, now);
  }

  @Override
  public void down(String reason) {
    states.add("down: " + reason);
  }

  @Override
  public void up() {
    states.add("up");
  }
}
