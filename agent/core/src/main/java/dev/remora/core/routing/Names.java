package dev.remora.core.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which hosts are services, as listed and excluded at one moment: what each call looks up.
 * Immutable.
 */
final class Names<C extends Cluster> {
  private final Map<String, C> byHost;
  private final Exclusions exclusions;
  private final boolean pending;

  private Names(Map<String, C> byHost, Exclusions exclusions, boolean pending) {
    this.byHost = byHost;
    this.exclusions = exclusions;
    this.pending = pending;
  }

  /** The names before the first list. */
  static <C extends Cluster> Names<C> none(Exclusions exclusions) {
    return new Names<>(Collections.<String, C>emptyMap(), exclusions, true);
  }

  /**
   * The names of {@code listed}, as they are spelled and, where no other is spelled so, folded.
   *
   * @param pending whether there may be others, which have not been listed yet
   */
  static <C extends Cluster> Names<C> of(List<C> listed, Exclusions exclusions, boolean pending) {
    List<C> routed = new ArrayList<>(listed.size());
    Map<String, C> byHost = new HashMap<>();
    for (C cluster : listed) {
      String folded = HostNames.fold(cluster.service());
      if (!HostNames.isNeverService(folded) && !exclusions.contains(folded)) {
        byHost.put(cluster.service(), cluster);
        routed.add(cluster);
      }
    }
    for (C cluster : routed) {
      byHost.putIfAbsent(HostNames.fold(cluster.service()), cluster);
    }
    return new Names<>(byHost, exclusions, pending);
  }

  /** The cluster of the service that {@code host} names, in any case; null: none. */
  C find(String host) {
    C cluster = byHost.get(host);
    if (cluster != null) {
      return cluster;
    }
    return HostNames.isFolded(host) ? null : byHost.get(HostNames.fold(host));
  }

  /** Whether there may be other names, which have not been listed yet. */
  boolean isPending() {
    return pending;
  }

  Exclusions exclusions() {
    return exclusions;
  }

  /** Whether a host that is not found may be among those that have not been listed yet. */
  boolean isWorthWaiting(String host) {
    if (!pending || host.indexOf('.') >= 0) {
      return false;
    }
    String folded = HostNames.fold(host);
    return !HostNames.isNeverService(folded) && !exclusions.contains(folded);
  }

  /** The clusters by their services' names. */
  Map<String, C> sorted() {
    Map<String, C> sorted = new TreeMap<>();
    for (C cluster : byHost.values()) {
      sorted.put(cluster.service(), cluster);
    }
    return sorted;
  }

  /** Why {@code host} is not found, for people to read; null: it is. */
  String whyNot(String host) {
    String folded = HostNames.fold(host);
    if (HostNames.isNeverService(folded)) {
      return "an address, or this machine by name, is never a service";
    }
    if (exclusions.contains(folded)) {
      return "it is excluded by the settings";
    }
    if (find(host) != null) {
      return null;
    }
    return pending
        ? "the registry has not told its services yet"
        : "the registry lists no service of that name";
  }
}
