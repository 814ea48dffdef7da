package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LeastRequestTest {
  @Test
  void takesTheOneWithFewerInFlight() {
    Service service = new Service("balance=least-request").count(2);
    service.at(1).stats().began();
    assertThat(service.picks(1000)).isEqualTo(Map.of(2, 1000));
  }

  @Test
  void weighsWhatIsInFlight() {
    Service service = new Service("balance=least-request").weights(1, 3);
    for (int i = 0; i < 400; i++) {
      service.pick(null).stats().began();
    }
    assertThat(service.at(1).stats().inFlight()).isBetween(95, 105);
  }

  /** Envoy, Mitzenmacher: one of two stays much nearer to the mean than one at random. */
  @Test
  void fillsEvenly() {
    Service service = new Service("balance=least-request").count(50);
    for (int i = 0; i < 5000; i++) {
      service.pick(null).stats().began();
    }
    for (int port = 1; port <= 50; port++) {
      assertThat(service.at(port).stats().inFlight()).isBetween(90, 105);
    }
  }
}
