package dev.remora.gateway.route;

import dev.remora.gateway.exchange.RequestHead;
import dev.remora.gateway.exchange.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Comparator;
import java.util.List;

/**
 * The routes of one host and one path, the most particular first: with a method, with more headers,
 * with more parameters, with client addresses, earlier in the file (the order of the Kubernetes
 * Gateway API). Immutable.
 */
final class Candidates {
  /**
   * A route.
   *
   * @param takesPreflights whether it answers what browsers ask before they call it
   * @param order its place in the file
   */
  record Entry(Match match, Route route, boolean takesPreflights, int order) {
    private static final Comparator<Entry> PARTICULAR_FIRST =
        Comparator.<Entry>comparingInt(entry -> entry.match.methods().isEmpty() ? 1 : 0)
            .thenComparingInt(entry -> -entry.match.headers().size())
            .thenComparingInt(entry -> -entry.match.query().size())
            .thenComparingInt(entry -> entry.match.clients().isEmpty() ? 1 : 0)
            .thenComparingInt(Entry::order);

    boolean matchesRest(RequestHead head) {
      return match.matchesRest(head, takesPreflights ? asked(head) : head.method());
    }

    private static String asked(RequestHead head) {
      String asked =
          head.method().equals("OPTIONS") && head.header(HttpHeaderNames.ORIGIN) != null
              ? head.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
              : null;
      return asked == null ? head.method() : asked;
    }
  }

  private final Entry[] entries;

  private Candidates(Entry[] entries) {
    this.entries = entries;
  }

  static Candidates of(List<Entry> entries) {
    Entry[] sorted = entries.toArray(new Entry[0]);
    java.util.Arrays.sort(sorted, Entry.PARTICULAR_FIRST);
    return new Candidates(sorted);
  }

  /** The first whose other conditions {@code head} fulfils; or null. */
  Route find(RequestHead head) {
    for (Entry entry : entries) {
      if (entry.matchesRest(head)) {
        return entry.route;
      }
    }
    return null;
  }

  /** As {@link #find}, of those whose path is matched by a regular expression. */
  Route findRegex(RequestHead head) {
    String path = head.target().path();
    for (Entry entry : entries) {
      if (((PathMatch.Regex) entry.match.path()).matches(path) && entry.matchesRest(head)) {
        return entry.route;
      }
    }
    return null;
  }
}
