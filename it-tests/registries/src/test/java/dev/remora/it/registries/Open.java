package dev.remora.it.registries;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.eureka.EurekaRegistry;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.Told;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** An open Eureka registry, polling four times a second, and what it told. */
final class Open implements AutoCloseable {
  final Told told = new Told();
  final Said said = new Said();
  final EurekaRegistry registry;
  private final Scheduler scheduler = new Scheduler(said.log());

  private Open(EurekaConfig config) {
    registry = new EurekaRegistry(config, said.log(), scheduler.timer());
    registry.start(told);
  }

  static Open at(EurekaServer... servers) {
    return at(config -> config, servers);
  }

  static Open at(UnaryOperator<EurekaConfig.Builder> change, EurekaServer... servers) {
    StringBuilder uri = new StringBuilder();
    for (EurekaServer server : servers) {
      uri.append(uri.length() == 0 ? "eureka://" : ",").append("127.0.0.1:").append(server.port());
    }
    return new Open(
        change
            .apply(
                EurekaConfig.at(uri + "/eureka")
                    .poll(Duration.ofMillis(250))
                    .renewal(Duration.ofSeconds(1)))
            .build());
  }

  static Open at(EurekaConfig config) {
    return new Open(config);
  }

  boolean orders(String... addresses) {
    return List.of(addresses).equals(told.addresses("orders"));
  }

  @Override
  public void close() {
    registry.close();
    scheduler.close();
  }
}
