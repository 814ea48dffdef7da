package dev.remora.gateway.route;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.RequestHead;
import java.util.List;
import java.util.StringJoiner;

/**
 * Which requests take a route: those that fulfil all of it. Immutable.
 *
 * @param hosts in lower case, {@code *.} before those that stand for all names below; empty: all
 * @param methods empty: all
 * @param headers their first values
 * @param query the first values of parameters, decoded
 * @param clients where they come from; empty: anywhere
 */
public record Match(
    List<String> hosts,
    PathMatch path,
    List<String> methods,
    List<ValueMatch> headers,
    List<ValueMatch> query,
    List<Cidr> clients) {
  /** All requests. */
  static final Match ALL = below(List.of(), "");

  private static final Type<String> PARAMETER =
      new Type<String>("names of parameters, decoded") {
        @Override
        public String parse(String text) {
          return Types.TEXT.parse(text);
        }
      };

  /** The settings {@code match}. */
  static Match read(Section match) {
    return new Match(
        match.values("hosts", MatchTypes.HOST).stream().distinct().toList(),
        PathMatch.read(match),
        match.values("methods", Types.METHOD).stream().distinct().sorted().toList(),
        ValueMatch.read(match, "headers", GatewayTypes.HEADER),
        ValueMatch.read(match, "query", PARAMETER),
        match.values("clients", Cidr.TYPE));
  }

  /** All requests whose path begins with {@code prefix}. */
  static Match below(List<String> hosts, String prefix) {
    return new Match(
        hosts, new PathMatch.Prefix(prefix), List.of(), List.of(), List.of(), List.of());
  }

  /** Which requests they are, in words for an operator. */
  public String describe() {
    StringJoiner words = new StringJoiner(", ");
    if (!hosts.isEmpty()) {
      words.add("host " + String.join(" or ", hosts));
    }
    words.add(path.key());
    if (!methods.isEmpty()) {
      words.add("method " + String.join(" or ", methods));
    }
    headers.forEach(header -> words.add("header " + header.describe()));
    query.forEach(parameter -> words.add("query " + parameter.describe()));
    if (!clients.isEmpty()) {
      words.add("client in " + clients);
    }
    return words.toString();
  }

  /**
   * Whether a request for such a host and path fulfils the rest.
   *
   * @param method what it is taken for
   */
  boolean matchesRest(RequestHead head, String method) {
    return (methods.isEmpty() || methods.contains(method))
        && headersMatch(head)
        && queryMatches(head)
        && (clients.isEmpty() || isFrom(head.client().address()));
  }

  private boolean headersMatch(RequestHead head) {
    for (int i = 0; i < headers.size(); i++) {
      ValueMatch header = headers.get(i);
      if (!header.matches(head.header(header.name()))) {
        return false;
      }
    }
    return true;
  }

  private boolean queryMatches(RequestHead head) {
    for (int i = 0; i < query.size(); i++) {
      ValueMatch parameter = query.get(i);
      if (!parameter.matches(QueryString.first(head.target().query(), parameter.name()))) {
        return false;
      }
    }
    return true;
  }

  private boolean isFrom(String address) {
    for (int i = 0; i < clients.size(); i++) {
      if (clients.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }
}
