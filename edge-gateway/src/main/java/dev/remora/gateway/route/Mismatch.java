package dev.remora.gateway.route;

import dev.remora.gateway.exchange.RequestHead;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a request does not take a route, for an operator: each condition is put to the very look-up
 * that requests go through.
 */
public final class Mismatch {
  private Mismatch() {}

  /** The conditions of {@code match} that {@code head} does not fulfil; empty: it fulfils all. */
  public static List<String> of(Match match, RequestHead head) {
    List<String> reasons = new ArrayList<>();
    PathMatch anyPath = Match.ALL.path();
    if (!fits(new Match(match.hosts(), anyPath, List.of(), none(), none(), List.of()), head)) {
      reasons.add("the host is not " + String.join(" or ", match.hosts()));
    }
    if (!fits(new Match(List.of(), match.path(), List.of(), none(), none(), List.of()), head)) {
      reasons.add("the path is not of " + match.path().key());
    }
    if (!fits(new Match(List.of(), anyPath, match.methods(), none(), none(), List.of()), head)) {
      reasons.add("the method is not " + String.join(" or ", match.methods()));
    }
    for (ValueMatch header : match.headers()) {
      if (!fits(
          new Match(List.of(), anyPath, List.of(), List.of(header), none(), List.of()), head)) {
        reasons.add("not header " + header.describe());
      }
    }
    for (ValueMatch parameter : match.query()) {
      if (!fits(
          new Match(List.of(), anyPath, List.of(), none(), List.of(parameter), List.of()), head)) {
        reasons.add("not query " + parameter.describe());
      }
    }
    if (!fits(new Match(List.of(), anyPath, List.of(), none(), none(), match.clients()), head)) {
      reasons.add("the client is not in " + match.clients());
    }
    return reasons;
  }

  private static List<ValueMatch> none() {
    return List.of();
  }

  private static boolean fits(Match condition, RequestHead head) {
    return RouteTable.of(condition).find(head) != null;
  }
}
