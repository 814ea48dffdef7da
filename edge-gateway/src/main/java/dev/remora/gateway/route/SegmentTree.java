package dev.remora.gateway.route;

import dev.remora.gateway.exchange.RequestHead;
import dev.remora.gateway.exchange.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Routes by the segments of their paths, for prefixes and for templates: what a look-up takes
 * depends on the path's segments, not on how many routes there are. Immutable, as deep as the
 * longest setting, whatever is asked for.
 */
final class SegmentTree {
  private final Slices<SegmentTree> children;
  private final SegmentTree variable;

  /** The routes that end here. */
  private final Candidates ending;

  /** The routes of all that is below. */
  private final Candidates below;

  private SegmentTree(Builder builder) {
    Map<String, SegmentTree> built = new HashMap<>();
    builder.children.forEach((segment, child) -> built.put(segment, new SegmentTree(child)));
    children = Slices.of(built);
    variable = builder.variable == null ? null : new SegmentTree(builder.variable);
    ending = Candidates.of(builder.ending);
    below = Candidates.of(builder.below);
  }

  /** The route with the longest prefix of {@code path}; or null. */
  Route longestPrefix(RequestHead head, String path) {
    return longestPrefix(head, path, 0);
  }

  /** From the slash at {@code at}, or from the end of the path. */
  private Route longestPrefix(RequestHead head, String path, int at) {
    if (at < path.length()) {
      int end = end(path, at);
      SegmentTree child = children.get(path, at + 1, end);
      Route route = child == null ? null : child.longestPrefix(head, path, end);
      if (route != null) {
        return route;
      }
    }
    return below.find(head);
  }

  /** The route of the template of {@code path} that is written out the furthest; or null. */
  Route template(RequestHead head, String path) {
    return template(head, path, 0);
  }

  private Route template(RequestHead head, String path, int at) {
    if (at >= path.length()) {
      return ending.find(head);
    }
    int end = end(path, at);
    SegmentTree child = children.get(path, at + 1, end);
    Route route = child == null ? null : child.template(head, path, end);
    if (route == null && variable != null && end > at + 1) {
      route = variable.template(head, path, end);
    }
    return route == null && path.length() > at + 1 ? below.find(head) : route;
  }

  private static int end(String path, int slash) {
    int next = path.indexOf('/', slash + 1);
    return next < 0 ? path.length() : next;
  }

  /** A tree that grows. */
  static final class Builder {
    private final Map<String, Builder> children = new HashMap<>();
    private final List<Candidates.Entry> ending = new ArrayList<>();
    private final List<Candidates.Entry> below = new ArrayList<>();
    private Builder variable;

    void add(Candidates.Entry entry) {
      if (entry.match().path() instanceof PathMatch.Template of) {
        List<String> segments = of.template().segments();
        boolean rest = PathTemplate.isRest(segments.get(segments.size() - 1));
        Builder last = at(rest ? segments.subList(0, segments.size() - 1) : segments);
        (rest ? last.below : last.ending).add(entry);
      } else {
        String prefix = ((PathMatch.Prefix) entry.match().path()).path();
        boolean all = prefix.isEmpty();
        at(all ? List.of() : List.of(prefix.substring(1).split("/", -1))).below.add(entry);
      }
    }

    private Builder at(List<String> segments) {
      Builder builder = this;
      for (String segment : segments) {
        if (PathTemplate.isVariable(segment)) {
          builder.variable = builder.variable == null ? new Builder() : builder.variable;
          builder = builder.variable;
        } else {
          builder = builder.children.computeIfAbsent(segment, key -> new Builder());
        }
      }
      return builder;
    }

    /** The tree; null if it is empty. */
    SegmentTree build() {
      boolean empty = children.isEmpty() && variable == null && ending.isEmpty() && below.isEmpty();
      return empty ? null : new SegmentTree(this);
    }
  }
}
