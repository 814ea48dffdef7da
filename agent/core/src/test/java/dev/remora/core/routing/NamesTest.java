package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest extends WithDirectory {
  @Test
  void findsNamesInAnyCaseTheExactOneFirst() {
    services("Orders", "orders", "PayMents");
    for (String name : List.of("Orders", "orders", "PayMents")) {
      call(name);
      endpoints(name, ONE);
    }

    assertThat(directory.find("Orders").service()).isEqualTo("Orders");
    assertThat(directory.find("orders").service()).isEqualTo("orders");
    assertThat(directory.find("ORDERS").service()).isEqualTo("orders");
    assertThat(directory.find("payments").service()).isEqualTo("PayMents");
    assertThat(directory.find("PAYMENTS").service()).isEqualTo("PayMents");
  }

  @Test
  void someNamesAreNeverServicesEvenIfRegistered() {
    String[] names = {
      "localhost", "LOCALHOST", "a.localhost", "10.0.0.1", "1", "::1", "[::1]", "", "Consul"
    };
    services(names);
    for (String name : names) {
      assertThat(directory.find(name)).as(name).isNull();
    }
    assertThat(directory.clusters()).isEmpty();
    assertThat(registry.watched).isEmpty();
  }

  @Test
  void exclusionsMayChange() {
    Cluster orders = known("internal-orders", ONE);
    directory.exclude(new Exclusions(List.of("Internal-*")));
    assertThat(directory.find("internal-orders")).isNull();
    directory.exclude(new Exclusions(List.of()));
    assertThat(directory.find("internal-orders")).isSameAs(orders);
  }
}
