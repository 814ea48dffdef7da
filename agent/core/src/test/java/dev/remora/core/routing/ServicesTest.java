package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.discovery.Endpoint;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ServicesTest extends WithDirectory {
  @Test
  void aServiceKeepsItsClusterWhenItComesBack() {
    Cluster orders = known("orders", ONE);
    services("payments");
    assertThat(directory.find("orders")).isNull();
    services("orders");
    assertThat(directory.find("orders")).isSameAs(orders);
    assertThat(registry.watched).containsExactly("orders");
  }

  @Test
  void endpointsToldUnaskedAreNotTaken() {
    services("orders");
    endpoints("orders", ONE);
    call("orders");
    assertThat(registry.watched).containsExactly("orders");
    assertThat(directory.all().get(0).snapshot()).isNull();
  }

  @Test
  void servicesThatWereNeverCalledAreForgotten() {
    services("a", "b");
    services("b");
    assertThat(directory.all()).extracting(Cluster::service).containsExactly("b");
  }

  @Test
  void endpointsKeepTheirIdentityWhileEqual() {
    Cluster orders = known("orders", ONE, TWO);
    LiveEndpoint one = orders.snapshot().get(0);
    LiveEndpoint two = orders.snapshot().get(1);
    Endpoint heavy = Endpoint.at("127.0.0.1", 9002).weight(2).build();

    endpoints("orders", heavy, Endpoint.at("127.0.0.1", 9001).build());

    assertThat(orders.snapshot().get(1)).isSameAs(one);
    assertThat(orders.snapshot().get(0)).isNotSameAs(two);
    assertThat(orders.snapshot().get(0).stats()).isSameAs(two.stats());
    assertThat(orders.snapshot().get(0).endpoint()).isEqualTo(heavy);
  }

  @Test
  void equalEndpointsAreOne() {
    assertThat(addresses(known("orders", ONE, TWO, ONE)))
        .containsExactly("127.0.0.1:9001", "127.0.0.1:9002");
  }

  @Test
  void addressesAreNamedAsTheService() throws Exception {
    Cluster orders =
        known(
            "orders",
            ONE,
            Endpoint.at("::1", 9001).build(),
            Endpoint.at("fe80::1%1", 9001).build());
    for (int i = 0; i < 3; i++) {
      InetAddress address = orders.snapshot().get(i).address();
      assertThat(address.getHostName()).isEqualTo("orders");
      assertThat(address).isEqualTo(InetAddress.getByName(address.getHostAddress()));
    }
    assertThat(orders.snapshot().get(2).address().getHostAddress())
        .endsWith("fe80:0:0:0:0:0:0:1%1");
  }
}
