package dev.remora.core.testing;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A listener that remembers all it was told. */
public final class Told implements Registry.Listener {
  private final List<Set<String>> names = new CopyOnWriteArrayList<>();
  private final Map<String, List<List<Endpoint>>> endpoints = new ConcurrentHashMap<>();
  private final List<String> downs = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void services(Set<String> now) {
    names.add(now);
  }

  @Override
  public void endpoints(String service, List<Endpoint> now) {
    endpoints.computeIfAbsent(service, key -> new CopyOnWriteArrayList<>()).add(now);
  }

  @Override
  public void down(String reason) {
    downs.add(reason);
    events.add("down");
  }

  @Override
  public void up() {
    events.add("up");
  }

  /** The latest names; empty where none were told. */
  public Set<String> names() {
    return names.isEmpty() ? Set.of() : names.get(names.size() - 1);
  }

  /** The latest endpoints, or null where none were told. */
  public List<Endpoint> endpoints(String service) {
    List<List<Endpoint>> all = history(service);
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** The latest endpoints as text, or null. */
  public List<String> addresses(String service) {
    List<Endpoint> latest = endpoints(service);
    return latest == null
        ? null
        : latest.stream().map(Endpoint::toString).collect(Collectors.toList());
  }

  /** All endpoints of a service, in the order told. */
  public List<List<Endpoint>> history(String service) {
    return endpoints.getOrDefault(service, new ArrayList<>());
  }

  public int services() {
    return endpoints.size();
  }

  /** Reasons of outages. */
  public List<String> downs() {
    return downs;
  }

  /** {@code down} and {@code up} in order. */
  public List<String> events() {
    return events;
  }
}
