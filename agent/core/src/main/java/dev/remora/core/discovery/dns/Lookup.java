package dev.remora.core.discovery.dns;

import dev.remora.core.config.DnsService;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.remote.Fault;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One look at a service: its records, and the addresses of their targets.
 *
 * <ul>
 *   <li>Of SRV records only those with the lowest priority count, unless none of their targets has
 *       an address; then the next ones do.
 *   <li>A target's addresses come from the answer's additional section, or are asked for. Where
 *       that fails its last known ones stand in, so that no fault looks like a target that has
 *       gone.
 *   <li>Each address is an endpoint; those of one target share its weight, see {@link Weights}.
 * </ul>
 */
final class Lookup {
  /** Takes what was found; called once. */
  interface Sink {
    /**
     * The endpoints.
     *
     * @param endpoints sorted, so that a mere change of order is none; empty: there are none
     * @param ttl how long, in seconds
     */
    void found(List<Endpoint> endpoints, long ttl);

    /** No server has an answer. */
    void failed(Fault fault);
  }

  /** After so many seconds it is looked again for targets whose addresses could not be had. */
  private static final long INCOMPLETE_TTL = 5;

  private final DnsService service;
  private final Resolver resolver;
  private final AddressLookup addressLookup;
  private final Map<String, Set<InetAddress>> known;
  private final Sink sink;

  private final Map<String, Set<InetAddress>> found = new HashMap<>();
  private List<Record> additionals;
  private long ttl = Integer.MAX_VALUE;
  private Fault fault;
  private int missing;

  /**
   * A look that does nothing yet.
   *
   * @param known the last known addresses of targets, which this brings up to date
   */
  Lookup(
      DnsService service,
      Resolver resolver,
      AddressLookup addressLookup,
      Map<String, Set<InetAddress>> known,
      Sink sink) {
    this.service = service;
    this.resolver = resolver;
    this.addressLookup = addressLookup;
    this.known = known;
    this.sink = sink;
  }

  void start() {
    String name = Names.fold(service.name());
    if (service.port() > 0) {
      addresses(name);
      return;
    }
    resolver.ask(
        name,
        Types.SRV,
        new Resolver.Sink() {
          @Override
          public void found(Answer answer) {
            ttl = answer.ttl();
            additionals = answer.additionals();
            next(new ArrayList<>(byPriority(answer.records()).values()));
          }

          @Override
          public void failed(Fault reason) {
            sink.failed(reason);
          }
        });
  }

  private void addresses(String name) {
    addressLookup.find(
        name,
        new AddressLookup.Sink() {
          @Override
          public void found(Set<InetAddress> addresses, long seconds) {
            Map<String, Endpoint> endpoints = new TreeMap<>();
            for (InetAddress address : addresses) {
              add(endpoints, address, service.port(), 1);
            }
            sink.found(list(endpoints), seconds);
          }

          @Override
          public void failed(Fault reason) {
            sink.failed(reason);
          }
        });
  }

  /** Those that can be called at all. */
  private static Map<Integer, List<Record.Service>> byPriority(List<Record> records) {
    Map<Integer, List<Record.Service>> groups = new TreeMap<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Record record : records) {
      Record.Service srv = (Record.Service) record;
      // "." as a target says that the service is decidedly not there (RFC 2782).
      boolean usable = Names.isHost(srv.target()) && srv.port() > 0;
      if (usable && seen.add(srv.priority() + " " + srv.port() + " " + srv.target())) {
        groups.computeIfAbsent(srv.priority(), priority -> new ArrayList<>()).add(srv);
      }
    }
    return groups;
  }

  /** Goes on to the first of {@code groups}. */
  private void next(List<List<Record.Service>> groups) {
    if (groups.isEmpty()) {
      known.keySet().retainAll(found.keySet());
      if (fault == null) {
        sink.found(Collections.<Endpoint>emptyList(), ttl);
      } else {
        sink.failed(fault);
      }
      return;
    }
    Set<String> targets = new LinkedHashSet<>();
    for (Record.Service srv : groups.get(0)) {
      targets.add(srv.target());
    }
    // One more than there are, so that none of them is the last while it is being asked for.
    missing = 1;
    for (String target : targets) {
      missing++;
      target(target, groups);
    }
    arrived(groups);
  }

  private void target(String target, List<List<Record.Service>> groups) {
    AddressLookup.Sink taker =
        new AddressLookup.Sink() {
          @Override
          public void found(Set<InetAddress> addresses, long seconds) {
            ttl = Math.min(ttl, seconds);
            found.put(target, addresses);
            known.put(target, addresses);
            arrived(groups);
          }

          @Override
          public void failed(Fault reason) {
            fault = reason;
            ttl = Math.min(ttl, INCOMPLETE_TTL);
            Set<InetAddress> before = known.get(target);
            found.put(target, before == null ? Collections.<InetAddress>emptySet() : before);
            arrived(groups);
          }
        };
    if (!addressLookup.findAmong(additionals, target, taker)) {
      addressLookup.find(target, taker);
    }
  }

  private void arrived(List<List<Record.Service>> groups) {
    if (--missing > 0) {
      return;
    }
    List<Endpoint> endpoints = endpoints(groups.get(0));
    if (endpoints.isEmpty()) {
      next(groups.subList(1, groups.size()));
      return;
    }
    known.keySet().retainAll(found.keySet());
    sink.found(endpoints, ttl);
  }

  private List<Endpoint> endpoints(List<Record.Service> group) {
    Weights weights = new Weights();
    Map<Record.Service, Set<InetAddress>> reachable = new LinkedHashMap<>();
    for (Record.Service srv : group) {
      Set<InetAddress> addresses = found.get(srv.target());
      if (!addresses.isEmpty()) {
        weights.add(srv.weight(), addresses.size());
        reachable.put(srv, addresses);
      }
    }
    Map<String, Endpoint> endpoints = new TreeMap<>();
    for (Map.Entry<Record.Service, Set<InetAddress>> each : reachable.entrySet()) {
      Record.Service srv = each.getKey();
      int share = weights.share(srv.weight(), each.getValue().size());
      for (InetAddress address : each.getValue()) {
        add(endpoints, address, srv.port(), share);
      }
    }
    return list(endpoints);
  }

  /** Two targets may be one address: then it is one endpoint, with both their weights. */
  private static void add(
      Map<String, Endpoint> endpoints, InetAddress address, int port, int weight) {
    String host = address.getHostAddress();
    String key = host + " " + port;
    Endpoint before = endpoints.get(key);
    int sum = before == null ? weight : Math.min(65_535, before.weight() + weight);
    endpoints.put(key, Endpoint.at(host, port).weight(sum).build());
  }

  private static List<Endpoint> list(Map<String, Endpoint> endpoints) {
    return Collections.unmodifiableList(new ArrayList<>(endpoints.values()));
  }
}
