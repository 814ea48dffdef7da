package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.discovery.Endpoint;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AddressResolverTest extends WithDirectory {
  @Test
  void dnsNamesAreResolvedOffTheCall() throws Exception {
    dnsHangs = new CountDownLatch(1);
    dns.put("h.example", List.of("127.0.0.2"));
    services("orders");
    Future<Cluster> call = threads.submit(() -> directory.find("orders"));
    await().until(() -> !registry.watched.isEmpty());
    endpoints("orders", Endpoint.at("h.example", 9001).build());
    Thread.sleep(50);
    assertThat(call.isDone()).isFalse();

    dnsHangs.countDown();
    assertThat(addresses(call.get())).containsExactly("127.0.0.2:9001");
    assertThat(call.get().snapshot().get(0).address().getHostName()).isEqualTo("orders");
  }

  @Test
  void endpointsWithAnAddressDoNotWaitForThoseWithout() {
    dnsHangs = new CountDownLatch(1);
    dns.put("h.example", List.of("127.0.0.2"));
    Cluster orders = known("orders", ONE, Endpoint.at("h.example", 9001).build());
    assertThat(addresses(orders)).containsExactly("127.0.0.1:9001");
    LiveEndpoint one = orders.snapshot().get(0);

    dnsHangs.countDown();
    await().until(() -> orders.snapshot().size() == 2);
    assertThat(orders.snapshot().get(0)).isSameAs(one);
  }

  @Test
  void dnsIsAskedAgainAndTheLastGoodAnswerKept() throws Exception {
    dns.put("h.example", List.of("127.0.0.2", "127.0.0.3"));
    Cluster orders = known("orders", Endpoint.at("h.example", 9001).build());
    await().until(() -> orders.snapshot().size() == 1);
    LiveEndpoint first = orders.snapshot().get(0);
    assertThat(first).hasToString("127.0.0.2:9001");

    dns.put("h.example", List.of("127.0.0.3", "127.0.0.2"));
    Thread.sleep(4 * REFRESH_MILLIS);
    assertThat(orders.snapshot().get(0)).isSameAs(first);

    dns.remove("h.example");
    Thread.sleep(4 * REFRESH_MILLIS);
    assertThat(orders.snapshot().get(0)).isSameAs(first);

    dns.put("h.example", List.of("127.0.0.4"));
    await().untilAsserted(() -> assertThat(addresses(orders)).containsExactly("127.0.0.4:9001"));
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aNameThatDnsDoesNotKnowIsNoEndpointAndToldOnce() throws Exception {
    services("orders");
    Future<Cluster> call = threads.submit(() -> directory.find("orders"));
    await().until(() -> !registry.watched.isEmpty());
    endpoints("orders", Endpoint.at("nowhere.example", 1).build(), Endpoint.at("1.2.3", 1).build());

    assertThat(call.get().snapshot().size()).isZero();
    await().until(() -> log.lines().size() == 2);
    Thread.sleep(4 * REFRESH_MILLIS);
    assertThat(log.lines())
        .containsExactlyInAnyOrder(
            "the address of an endpoint can't be resolved: nowhere.example",
            "the address of an endpoint can't be resolved: 1.2.3");
  }

  @Test
  void endpointsAreNotDroppedForOthersThatAreStillResolved() {
    Cluster orders = known("orders", ONE);
    dnsHangs = new CountDownLatch(1);
    dns.put("h.example", List.of("127.0.0.2"));
    endpoints("orders", Endpoint.at("h.example", 9001).build());
    assertThat(addresses(orders)).containsExactly("127.0.0.1:9001");

    dnsHangs.countDown();
    await().untilAsserted(() -> assertThat(addresses(orders)).containsExactly("127.0.0.2:9001"));
  }
}
