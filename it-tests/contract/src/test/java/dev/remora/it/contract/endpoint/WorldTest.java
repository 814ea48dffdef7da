package dev.remora.it.contract.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both worlds say the same once the names and ports of each are taken out. */
final class WorldTest {
  private static final String TEXT =
      "http://orders/a?to=https://inventory:{other}/b http://localhost:{external}/c"
          + " http://user:secret@my_orders/d http://orders.example/e http://127.0.0.1:{orders-A}/f";

  @Test
  void namesServicesWithoutPortsWhereThereIsARegistry(@TempDir Path folder) throws Exception {
    try (World world = new World(true, new Tls(folder, List.of()), List.of())) {
      String expanded = world.expand(TEXT);
      assertThat(expanded).contains("http://orders/a?to=https://inventory:8080/b");
      assertThat(world.normalise(expanded)).isEqualTo(TEXT.replace(":{other}", ""));
    }
  }

  @Test
  void namesPortsOfFirstEndpointsWhereThereIsNone(@TempDir Path folder) throws Exception {
    try (World world = new World(false, new Tls(folder, List.of()), List.of())) {
      int orders = world.services().get("orders").get(0).getPort();
      int inventory = world.services().get("Inventory").get(0).getPort();
      String expanded = world.expand(TEXT);
      assertThat(expanded)
          .contains("http://orders:" + orders + "/a?to=https://inventory:" + inventory + "/b")
          .contains("http://orders.example/e")
          .contains("http://127.0.0.1:" + orders + "/f");
      assertThat(world.normalise(expanded)).isEqualTo(TEXT.replace(":{other}", ""));
    }
  }
}
