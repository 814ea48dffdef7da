package dev.remora.gateway;

import dev.remora.core.config.YamlNode;
import dev.remora.gateway.admin.AdminConfig;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.listener.ListenerConfig;
import java.util.List;

/** Finds ports that are to be listened on twice. */
final class PortCheck {
  private final Section top;

  PortCheck(Section top) {
    this.top = top;
  }

  void check(List<ListenerConfig> listeners, AdminConfig admin) {
    for (int i = 0; i < listeners.size(); i++) {
      ListenerConfig listener = listeners.get(i);
      for (int j = 0; j < i; j++) {
        ListenerConfig before = listeners.get(j);
        if (meet(listener.address(), listener.port(), before.address(), before.port())) {
          top.problems()
              .add(
                  place(i)
                      + ": listeners["
                      + i
                      + "]: port "
                      + listener.port()
                      + " is that of listeners["
                      + j
                      + "]; allowed: each port of an address once");
        }
      }
      if (admin.enabled()
          && meet(listener.address(), listener.port(), admin.address(), admin.port())) {
        top.problem(
            "listeners",
            "port " + listener.port() + " is that of admin; allowed: each port of an address once");
      }
    }
  }

  /** Where the listener is, as long as all before it could be read. */
  private String place(int index) {
    YamlNode node = top.node("listeners");
    return node.items().get(Math.min(index, node.items().size() - 1)).place();
  }

  private static boolean meet(String one, int port, String other, int otherPort) {
    return port != 0
        && port == otherPort
        && (one.equals(other) || isEverywhere(one) || isEverywhere(other));
  }

  private static boolean isEverywhere(String address) {
    return address.equals("0.0.0.0") || address.equals("::");
  }
}
