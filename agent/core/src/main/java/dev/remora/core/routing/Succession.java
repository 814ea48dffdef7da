package dev.remora.core.routing;

import dev.remora.core.discovery.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The live endpoints of a service, and how those that its registry tells next follow from them.
 *
 * <p>What is described and resolved as before goes on as the same object. What is described
 * otherwise, or comes back within {@value #MEMORY_MINUTES} minutes, goes on with what happened at
 * its address and port: an endpoint that flaps in the registry is not taken for a fresh one each
 * time. After that it is, because the address may well be another's by then.
 *
 * <p>An update costs one step per endpoint, and a hash map of them if several are not where they
 * were. Not thread-safe.
 */
final class Succession {
  /**
   * A little more than the longest time for which Envoy ejects an endpoint (max_ejection_time, 5
   * minutes): to leave and come back must not be the way out of it.
   */
  static final int MEMORY_MINUTES = 6;

  private static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(MEMORY_MINUTES);

  /** Of what has left this many are remembered, the last ones. */
  static final int MOST_REMEMBERED = 1_000;

  private final String service;
  private final Map<InetSocketAddress, Departed> departed = new LinkedHashMap<>();
  private Snapshot live = Snapshot.of(Collections.<LiveEndpoint>emptyList());

  /** Whether an address was ever a name, so that it can be another one each time. */
  private boolean named;

  Succession(String service) {
    this.service = service;
  }

  /**
   * The live endpoints of {@code described}, each once.
   *
   * @param now {@link System#nanoTime}
   * @return null if nothing is resolved yet, but may be soon
   */
  Snapshot next(List<Endpoint> described, AddressResolver resolver, long now) {
    Former former = new Former(live);
    List<LiveEndpoint> next = new ArrayList<>(described.size());
    Set<Endpoint> seen = new HashSet<>();
    List<Fresh> fresh = new ArrayList<>();
    boolean pending = false;
    for (Endpoint endpoint : described) {
      int index = former.find(endpoint);
      if (index >= 0 && !named) {
        if (former.keep(index)) {
          next.add(live.get(index));
        }
        continue;
      }
      if (!seen.add(endpoint)) {
        continue;
      }
      named = named || !Addresses.isLiteral(endpoint.address());
      AddressResolver.Answer answer = resolver.find(endpoint.address());
      if (answer.address() == null) {
        pending |= answer == AddressResolver.Answer.PENDING;
      } else if (index >= 0 && live.get(index).address().equals(answer.address())) {
        // InetAddress is equal by its bytes, whatever its name.
        former.keep(index);
        next.add(live.get(index));
      } else {
        fresh.add(new Fresh(next.size(), endpoint, answer.address()));
        next.add(null);
      }
    }
    if (next.isEmpty() && pending) {
      return null;
    }
    former.departInto(departed, now);
    Map<InetSocketAddress, EndpointStats> arrived = new HashMap<>();
    for (Fresh each : fresh) {
      next.set(each.index, arrive(each, arrived, now));
    }
    forget(now);
    live = Snapshot.of(next);
    return live;
  }

  private LiveEndpoint arrive(
      Fresh fresh, Map<InetSocketAddress, EndpointStats> arrived, long now) {
    InetSocketAddress place = new InetSocketAddress(fresh.address, fresh.endpoint.port());
    EndpointStats stats = arrived.get(place);
    if (stats == null) {
      Departed back = departed.remove(place);
      stats = back == null || back.isForgotten(now) ? new EndpointStats() : back.stats;
      arrived.put(place, stats);
    }
    return new LiveEndpoint(fresh.endpoint, Addresses.named(service, fresh.address), stats);
  }

  private void forget(long now) {
    Iterator<Departed> oldest = departed.values().iterator();
    while (oldest.hasNext()
        && (oldest.next().isForgotten(now) || departed.size() > MOST_REMEMBERED)) {
      oldest.remove();
    }
  }

  /** The live endpoints until now, and which of them go on. */
  private static final class Former {
    /** How many in a row may have left before all are looked through. */
    private static final int NEAR = 4;

    /** How often all are looked through before a hash map of them is cheaper. */
    private static final int SCANS = 2;

    private final Snapshot live;
    private final boolean[] kept;
    private int expected;
    private int scans;
    private Map<Endpoint, Integer> indexes;

    Former(Snapshot live) {
      this.live = live;
      this.kept = new boolean[live.size()];
    }

    /** Where {@code endpoint} was, or -1. Mostly it is the one after that asked for before. */
    int find(Endpoint endpoint) {
      int index = find(endpoint, expected, Math.min(live.size(), expected + NEAR));
      if (index < 0) {
        index = scans++ < SCANS ? find(endpoint, 0, live.size()) : look(endpoint);
      }
      if (index >= 0) {
        expected = index + 1;
      }
      return index;
    }

    private int find(Endpoint endpoint, int from, int to) {
      for (int i = from; i < to; i++) {
        if (live.get(i).endpoint().equals(endpoint)) {
          return i;
        }
      }
      return -1;
    }

    private int look(Endpoint endpoint) {
      if (indexes == null) {
        indexes = new HashMap<>(live.size() * 2);
        for (int i = 0; i < live.size(); i++) {
          indexes.put(live.get(i).endpoint(), i);
        }
      }
      Integer index = indexes.get(endpoint);
      return index == null ? -1 : index;
    }

    /** The endpoint at {@code index} goes on; false if that was known. */
    boolean keep(int index) {
      boolean first = !kept[index];
      kept[index] = true;
      return first;
    }

    void departInto(Map<InetSocketAddress, Departed> departed, long now) {
      for (int i = 0; i < kept.length; i++) {
        if (!kept[i]) {
          InetSocketAddress place =
              new InetSocketAddress(live.get(i).address(), live.get(i).port());
          departed.remove(place);
          departed.put(place, new Departed(live.get(i).stats(), now));
        }
      }
    }
  }

  /** An endpoint that was not there, and where it goes. */
  private static final class Fresh {
    private final int index;
    private final Endpoint endpoint;
    private final InetAddress address;

    Fresh(int index, Endpoint endpoint, InetAddress address) {
      this.index = index;
      this.endpoint = endpoint;
      this.address = address;
    }
  }

  /** What happened at an address and port that is no endpoint at present. */
  private static final class Departed {
    private final EndpointStats stats;
    private final long at;

    Departed(EndpointStats stats, long at) {
      this.stats = stats;
      this.at = at;
    }

    boolean isForgotten(long now) {
      return now - at > MEMORY_NANOS;
    }
  }
}
