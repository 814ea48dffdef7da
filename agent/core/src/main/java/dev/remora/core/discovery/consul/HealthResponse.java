package dev.remora.core.discovery.consul;

import com.google.gson.JsonParseException;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;
import dev.remora.core.discovery.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answer of {@code /v1/health/service/NAME?passing=1}, as endpoints sorted by address and port,
 * so that a mere change of order is none.
 *
 * <ul>
 *   <li>Address: {@code Service.Address}, or {@code Node.Address} where that is empty.
 *   <li>Weight: {@code Service.Weights.Passing}, 1 where it is missing or less.
 *   <li>Zone: {@code Service.Meta.zone}, else {@code Node.Meta.zone}, else the {@code Locality} of
 *       newer Consuls, else none. Not the datacenter: a query stays within one, so it would say of
 *       all endpoints the same.
 *   <li>Metadata: {@code Service.Meta}.
 *   <li>Services registered without a port can't be called over HTTP by name and are left out.
 * </ul>
 *
 * <p>What many endpoints of a service have in common, tags and metadata, is held once, and so is an
 * endpoint that is as it was in the answer before. One reader belongs to one query.
 */
final class HealthResponse implements BlockingQuery.Reader<List<Endpoint>> {
  private static final int MAX_PORT = 65535;
  private static final int MAX_WEIGHT = 65535;
  private static final String ZONE = "zone";

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::address).thenComparing(Endpoint::port);

  private final Collection<String> requiredTags;

  /** Sorted; a query has one answer at a time. */
  private volatile List<Endpoint> before = Collections.emptyList();

  HealthResponse(Collection<String> requiredTags) {
    this.requiredTags = requiredTags;
  }

  @Override
  public boolean isEmpty(List<Endpoint> endpoints) {
    return endpoints.isEmpty();
  }

  @Override
  public List<Endpoint> read(byte[] json) throws JsonParseException {
    Entry[] entries = Json.read(json, TypeToken.get(Entry[].class));
    Map<Object, Object> shared = new HashMap<>();
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (Entry entry : entries) {
      if (entry == null || entry.service == null) {
        throw new JsonSyntaxException("an entry without a Service");
      }
      if (Tags.all(requiredTags, tags(entry))
          && entry.service.port > 0
          && entry.service.port <= MAX_PORT) {
        endpoints.add(endpoint(entry, shared));
      }
    }
    List<Endpoint> sorted = new ArrayList<>(endpoints);
    sorted.sort(ORDER);
    before = Collections.unmodifiableList(reusing(sorted));
    return before;
  }

  /** The endpoints of the answer before, where they are equal. */
  private List<Endpoint> reusing(List<Endpoint> sorted) {
    List<Endpoint> old = before;
    int at = 0;
    for (int i = 0; i < sorted.size(); i++) {
      while (at < old.size() && ORDER.compare(old.get(at), sorted.get(i)) < 0) {
        at++;
      }
      if (at < old.size() && old.get(at).equals(sorted.get(i))) {
        sorted.set(i, old.get(at));
      }
    }
    return sorted;
  }

  private static Endpoint endpoint(Entry entry, Map<Object, Object> shared) {
    Service service = entry.service;
    String address = service.address;
    if (address == null || address.isEmpty()) {
      address = entry.node == null ? null : entry.node.address;
    }
    if (address == null || address.isEmpty()) {
      throw new JsonSyntaxException("an entry without an address");
    }
    int weight = service.weights == null ? 1 : service.weights.passing;
    return Endpoint.at(address, service.port)
        .weight(Math.max(1, Math.min(weight, MAX_WEIGHT)))
        .tags(tags(entry))
        .zone(zone(entry))
        .metadata(service.meta == null ? Collections.<String, String>emptyMap() : service.meta)
        .sharing(shared)
        .build();
  }

  private static List<String> tags(Entry entry) {
    return entry.service.tags == null ? Collections.<String>emptyList() : entry.service.tags;
  }

  private static String zone(Entry entry) {
    String zone = entry.service.meta == null ? null : entry.service.meta.get(ZONE);
    if (zone == null && entry.node != null && entry.node.meta != null) {
      zone = entry.node.meta.get(ZONE);
    }
    if (zone == null && entry.service.locality != null) {
      zone = entry.service.locality.zone;
    }
    if (zone == null && entry.node != null && entry.node.locality != null) {
      zone = entry.node.locality.zone;
    }
    return zone == null ? "" : zone;
  }

  // The parts of Consul's JSON that are read.

  private static final class Entry {
    Node node;
    Service service;
  }

  private static final class Node {
    String address;
    Map<String, String> meta;
    Locality locality;
  }

  private static final class Service {
    String address;
    int port;
    List<String> tags;
    Map<String, String> meta;
    Weights weights;
    Locality locality;
  }

  private static final class Weights {
    int passing;
  }

  private static final class Locality {
    String zone;
  }
}
