package dev.remora.gateway.route;

import dev.remora.gateway.exchange.RequestHead;
import dev.remora.gateway.exchange.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes of one host, by path: exact ones first, then templates, regular expressions, and the
 * longest prefix. Immutable.
 */
final class HostRoutes {
  private final Map<String, Candidates> exact;
  private final SegmentTree templates;
  private final Candidates regexes;
  private final SegmentTree prefixes;

  private HostRoutes(Builder builder) {
    exact = new HashMap<>();
    builder.exact.forEach((path, entries) -> exact.put(path, Candidates.of(entries)));
    templates = builder.templates.build();
    regexes = builder.regexes.isEmpty() ? null : Candidates.of(builder.regexes);
    prefixes = builder.prefixes.build();
  }

  /** The route that {@code head} takes; null: there is none. */
  Route find(RequestHead head) {
    String path = head.target().path();
    Candidates same = exact.isEmpty() ? null : exact.get(path);
    Route route = same == null ? null : same.find(head);
    if (route == null && templates != null) {
      route = templates.template(head, path);
    }
    if (route == null && regexes != null) {
      route = regexes.findRegex(head);
    }
    return route == null && prefixes != null ? prefixes.longestPrefix(head, path) : route;
  }

  /** Takes the routes of a host, one by one. */
  static final class Builder {
    private final Map<String, List<Candidates.Entry>> exact = new HashMap<>();
    private final SegmentTree.Builder templates = new SegmentTree.Builder();
    private final List<Candidates.Entry> regexes = new ArrayList<>();
    private final SegmentTree.Builder prefixes = new SegmentTree.Builder();

    void add(Candidates.Entry entry) {
      PathMatch path = entry.match().path();
      if (path instanceof PathMatch.Exact one) {
        exact.computeIfAbsent(one.path(), key -> new ArrayList<>()).add(entry);
      } else if (path instanceof PathMatch.Template) {
        templates.add(entry);
      } else if (path instanceof PathMatch.Regex) {
        regexes.add(entry);
      } else {
        prefixes.add(entry);
      }
    }

    HostRoutes build() {
      return new HostRoutes(this);
    }
  }
}
