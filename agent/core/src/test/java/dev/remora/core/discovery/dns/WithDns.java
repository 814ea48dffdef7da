package dev.remora.core.discovery.dns;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.DnsConfig;
import dev.remora.core.testing.DnsMessage;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.ScriptedDns;
import dev.remora.core.testing.Threads;
import dev.remora.core.testing.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** DNS servers that say what the test says, and a registry that asks them. */
abstract class WithDns {
  static final Duration TIMEOUT = Duration.ofMillis(300);

  final Told told = new Told();
  final Said said = new Said();
  final Scheduler scheduler = new Scheduler(said.log());
  final List<ScriptedDns> servers = new ArrayList<>();
  DnsRegistry registry;

  @AfterEach
  void close() {
    if (registry != null) {
      registry.close();
    }
    scheduler.close();
    servers.forEach(ScriptedDns::close);
    await().until(() -> Threads.named("remora").isEmpty());
  }

  /** Looks often: there are many tests here, and each waits for several things. */
  static ConditionFactory await() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
  }

  ScriptedDns server(ScriptedDns.Script script) {
    ScriptedDns server = new ScriptedDns(script);
    servers.add(server);
    return server;
  }

  void open(String uri, String... services) {
    DnsConfig.Builder config = DnsConfig.at(uri).minTtl(Duration.ofMillis(100)).timeout(TIMEOUT);
    for (String service : services) {
      config.service(service);
    }
    registry = new DnsRegistry(config.build(), said.log(), scheduler.timer());
    registry.start(told);
  }

  /** Opens it with the service orders, of A records, and watches that. */
  void openOrders(ScriptedDns... at) {
    StringBuilder uri = new StringBuilder("dns://");
    for (ScriptedDns server : at) {
      uri.append(uri.length() == 6 ? "" : ",").append(server.place());
    }
    open(uri.toString(), "orders:orders.example.org:80");
    registry.watch("orders");
  }

  static ScriptedDns.Script address(String address) {
    return query -> List.of(DnsMessage.to(query).address(query.name(), 0, address).bytes());
  }

  static ScriptedDns.Script rcode(int rcode) {
    return query -> List.of(DnsMessage.to(query).rcode(rcode).bytes());
  }

  void awaitTold(String service, String... addresses) {
    await().until(() -> List.of(addresses).equals(told.addresses(service)));
  }
}
