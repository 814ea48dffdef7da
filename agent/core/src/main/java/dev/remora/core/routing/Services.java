package dev.remora.core.routing;

import dev.remora.core.discovery.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The services that are listed, and those that were called once: these are still watched, and may
 * come back as the same cluster. Not thread-safe: the directory's lock guards it.
 */
final class Services<C extends Cluster> {
  private final Directory.Clusters<C> clusters;
  private final Map<String, Service<C>> byName = new HashMap<>();
  private Set<String> listed = Collections.emptySet();

  Services(Directory.Clusters<C> clusters) {
    this.clusters = clusters;
  }

  /** Lists {@code names} and no others. */
  void list(Set<String> names) {
    listed = new TreeSet<>(names);
    for (String name : listed) {
      if (!byName.containsKey(name)) {
        byName.put(name, new Service<>(clusters.create(name)));
      }
    }
    for (Iterator<Service<C>> all = byName.values().iterator(); all.hasNext(); ) {
      C cluster = all.next().cluster();
      if (!cluster.isWatched() && !listed.contains(cluster.service())) {
        all.remove();
      }
    }
  }

  /** The clusters of those that are listed, sorted by name. */
  List<C> listed() {
    List<C> found = new ArrayList<>(listed.size());
    for (String name : listed) {
      found.add(byName.get(name).cluster());
    }
    return found;
  }

  /** Null if there is none of that name. */
  Service<C> find(String name) {
    return byName.get(name);
  }

  Collection<Service<C>> all() {
    return byName.values();
  }

  /** The addresses of all endpoints that are described, names among them. */
  Set<String> addresses() {
    Set<String> addresses = new HashSet<>();
    for (Service<C> service : byName.values()) {
      for (Endpoint endpoint : service.described()) {
        addresses.add(endpoint.address());
      }
    }
    return addresses;
  }
}
