package dev.remora.it.registries;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.DnsConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.dns.DnsRegistry;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.Told;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An open DNS registry that watches the service orders, and what it told. */
final class OpenDns implements AutoCloseable {
  final Told told = new Told();
  final Said said = new Said();
  private final DnsRegistry registry;
  private final Scheduler scheduler = new Scheduler(said.log());

  private OpenDns(DnsConfig config) {
    registry = new DnsRegistry(config, said.log(), scheduler.timer());
    registry.start(told);
    registry.watch("orders");
  }

  /**
   * Looks four times a second, whatever the TTL.
   *
   * @param place where DNS knows the service orders
   */
  static OpenDns at(String uri, String place) {
    return at(uri, place, config -> config.maxTtl(Duration.ofMillis(250)));
  }

  /** Looks as the TTLs let it. */
  static OpenDns at(String uri, String place, UnaryOperator<DnsConfig.Builder> change) {
    DnsConfig.Builder config =
        DnsConfig.at(uri)
            .service("orders:" + place)
            .minTtl(Duration.ofMillis(250))
            .timeout(Duration.ofMillis(500));
    return new OpenDns(change.apply(config).build());
  }

  boolean orders(String... addresses) {
    return List.of(addresses).equals(told.addresses("orders"));
  }

  Map<String, Integer> weights() {
    return told.endpoints("orders").stream()
        .collect(Collectors.toMap(Object::toString, Endpoint::weight));
  }

  @Override
  public void close() {
    registry.close();
    scheduler.close();
  }
}
