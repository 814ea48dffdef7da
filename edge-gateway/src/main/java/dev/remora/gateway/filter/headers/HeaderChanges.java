package dev.remora.gateway.filter.headers;

import dev.remora.core.config.Type;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.filter.text.Text;
import dev.remora.gateway.filter.text.Variables;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is removed from headers, set in place of what is there, and added beside it; in this order,
 * as Envoy does.
 */
record HeaderChanges(List<String> remove, List<Named> set, List<Named> add) {
  /** A header and what it says. */
  record Named(String name, Text value) {}

  /** What is about the message's frame, or the connection: the gateway's own business. */
  private static final Set<String> NOT_TO_BE_CHANGED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via");

  private static final Type<String> NAME =
      new Type<String>("names of headers that are not about the connection or the length") {
        @Override
        public String parse(String text) {
          String name = GatewayTypes.HEADER.parse(text);
          if (NOT_TO_BE_CHANGED.contains(name)) {
            throw new BadValue("is set by the gateway itself");
          }
          return name;
        }
      };

  /** The settings {@code remove}, {@code set} and {@code add}. */
  static HeaderChanges read(Section changes, Section route) {
    return new HeaderChanges(
        changes.values("remove", NAME),
        named(changes.section("set"), route),
        named(changes.section("add"), route));
  }

  private static List<Named> named(Section from, Section route) {
    List<Named> all = new ArrayList<>();
    Type<Text> type = Variables.text(route);
    for (String key : from.keys()) {
      YamlNode value = from.node(key);
      Type<?> told = NAME;
      try {
        String name = NAME.parse(key);
        told = type;
        all.add(new Named(name, type.parse(value == null ? "" : value.text())));
      } catch (Type.BadValue e) {
        // Without the value, which may be a secret.
        from.problem(key, e.getMessage() + "; allowed: " + told.allowed());
      }
    }
    return List.copyOf(all);
  }

  void apply(MultiMap headers, Exchange exchange) {
    for (int i = 0; i < remove.size(); i++) {
      headers.remove(remove.get(i));
    }
    for (int i = 0; i < set.size(); i++) {
      headers.set(set.get(i).name, set.get(i).value.of(exchange));
    }
    for (int i = 0; i < add.size(); i++) {
      headers.add(add.get(i).name, add.get(i).value.of(exchange));
    }
  }

  /** Names only: values may be secrets. */
  String describe() {
    List<String> all = new ArrayList<>();
    remove.forEach(name -> all.add("remove " + name));
    set.forEach(named -> all.add("set " + named.name));
    add.forEach(named -> all.add("add " + named.name));
    return String.join(", ", all);
  }
}
