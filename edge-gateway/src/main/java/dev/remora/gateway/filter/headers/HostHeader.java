package dev.remora.gateway.filter.headers;

import dev.remora.core.config.Type;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;

/**
 * Whom the service is told that the request is for.
 *
 * @param host {@code keep}: as the client said; {@code service}: the service's name; else that
 */
record HostHeader(String host) implements FilterPlan, Filter {
  private static final String KEEP = "keep";
  private static final String SERVICE = "service";

  private static final Type<String> HOST =
      new Type<String>("keep, service, or a host name that may have a port") {
        @Override
        public String parse(String text) {
          String name = text.replaceFirst(":[0-9]{1,5}$", "");
          return GatewayTypes.HOST.parse(name) + text.substring(name.length());
        }
      };

  static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "host";
        }

        @Override
        public FilterPlan read(Section route) {
          String host = route.value(key(), HOST, KEEP);
          return host.equals(KEEP) ? null : new HostHeader(host);
        }
      };

  @Override
  public Filter build(String route, Parts parts) {
    return this;
  }

  @Override
  public boolean request(Exchange exchange) {
    String service = exchange.outgoing().service();
    if (!host.equals(SERVICE)) {
      exchange.outgoing().authority(host);
    } else if (service != null) {
      exchange.outgoing().authority(service);
    }
    return true;
  }

  @Override
  public String describe() {
    return "host " + host;
  }
}
