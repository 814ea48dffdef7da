package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.routing.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
  private static Service known(int endpoints, int millis) {
    Service service = new Service("balance=peak-ewma").count(endpoints);
    for (int port = 1; port <= endpoints; port++) {
      warmUp(service, port, millis);
    }
    return service;
  }

  private static void warmUp(Service service, int port, int millis) {
    for (int i = 0; i < 8; i++) {
      service.attempt(port, Outcome.SUCCESS, millis);
    }
  }

  private static double share(Service service, int port) {
    return service.shares(10_000).getOrDefault(port, 0.0);
  }

  /** Has the endpoint answer so slowly that little else is remembered. */
  private static void slow(Service service, int port, int millis) {
    for (int i = 0; i < 200; i++) {
      service.at(port).stats().began();
      service.at(port).stats().ended(Outcome.SUCCESS, millis * 1_000_000L, service.now);
    }
  }

  @Test
  void takesTheFasterOne() {
    Service service = known(2, 10);
    slow(service, 2, 20);
    assertThat(service.picks(1000)).isEqualTo(Map.of(1, 1000));
  }

  @Test
  void weighsLatencySquaredAgainstWhatIsInFlight() {
    Service service = known(2, 10);
    slow(service, 2, 17);
    service.at(1).stats().began();
    assertThat(share(service, 2)).isZero();
    service.at(1).stats().began();
    assertThat(share(service, 1)).isZero();
  }

  @Test
  void latenciesThatAreAlikeLeaveTheChoiceToWhatIsInFlight() {
    Service service = known(3, 10);
    slow(service, 2, 15);
    slow(service, 3, 12);
    for (int port = 1; port <= 3; port++) {
      assertThat(share(service, port)).isBetween(30.0, 37.0);
    }
    service.at(1).stats().began();
    assertThat(share(service, 1)).isZero();
  }

  @Test
  void belowAMillisecondNothingCountsButWhatIsInFlight() {
    Service service = new Service("balance=peak-ewma").count(2);
    for (int i = 0; i < 20; i++) {
      for (int port = 1; port <= 2; port++) {
        service.at(port).stats().began();
        service.at(port).stats().ended(Outcome.SUCCESS, port * 200_000L, service.now);
      }
    }
    assertThat(share(service, 2)).isBetween(47.0, 53.0);
  }

  /** The first calls to a process that has just started say nothing of the later ones. */
  @Test
  void whatIsSlowAtFirstGetsItsShareUntilItIsWarm() {
    Service service = known(2, 10).count(3);
    service.attempt(3, Outcome.SUCCESS, 900);
    assertThat(share(service, 3)).isBetween(30.0, 37.0);
    warmUp(service, 3, 10);
    assertThat(share(service, 3)).isBetween(30.0, 37.0);

    service.count(4);
    warmUp(service, 4, 900);
    assertThat(share(service, 4)).isZero();
  }

  @Test
  void whatWasSlowIsTriedAgainInTime() {
    Service service = known(2, 10);
    slow(service, 2, 1000);
    int tried = 0;
    while (share(service, 2) == 0) {
      service.attempt(1, Outcome.SUCCESS, 10);
      service.after(990);
      tried++;
    }
    assertThat(tried).isBetween(40, 50);
  }

  /** Long before the first slow answer. */
  @Test
  void silenceWhileSeveralWaitSaysThatItIsSlow() {
    Service service = known(2, 10);
    for (int i = 0; i < 4; i++) {
      service.at(1).stats().began();
      service.at(2).stats().began();
    }
    service.after(200);
    service.at(1).stats().began();
    service.at(1).stats().ended(Outcome.SUCCESS, 10_000_000, service.now);
    assertThat(service.picks(1000)).isEqualTo(Map.of(1, 1000));
  }

  @Test
  void whatFailsFastRepels() {
    Service service = known(10, 20);
    for (int i = 0; i < 3; i++) {
      service.attempt(4, Outcome.SERVER_ERROR, 1);
    }
    assertThat(share(service, 4)).isZero();
    for (int port = 1; port <= 10; port++) {
      for (int i = 0; port != 4 && i < 3; i++) {
        service.at(port).stats().began();
      }
    }
    assertThat(share(service, 4)).isZero();
    service.after(20_000);
    assertThat(share(service, 4)).isGreaterThan(0);
  }

  @Test
  void oneFailureOfAGoodEndpointIsMadeUpForBySuccesses() {
    Service service = known(2, 20);
    service.attempt(2, Outcome.SERVER_ERROR, 1);
    assertThat(share(service, 2)).isZero();
    for (int i = 0; i < 30; i++) {
      service.attempt(2, Outcome.SUCCESS, 20);
    }
    assertThat(service.at(2).stats().failureShare(service.now)).isZero();
  }

  @Test
  void whereAllFailAlikeAllGetTheSame() {
    Service service = known(4, 20);
    for (int i = 0; i < 20; i++) {
      for (int port = 1; port <= 4; port++) {
        service.at(port).stats().began();
        service.at(port).stats().ended(Outcome.NO_RESPONSE, 25_000_000, service.now);
      }
    }
    for (int i = 0; i < 400; i++) {
      service.pick(null).stats().began();
    }
    for (int port = 1; port <= 4; port++) {
      assertThat(service.at(port).stats().inFlight()).isBetween(90, 110);
    }
  }

  @Test
  void anUnknownEndpointIsTriedOnceUntilItAnswers() {
    Service service = known(3, 20);
    service.count(4);
    assertThat(share(service, 4)).isGreaterThan(40);
    service.at(4).stats().began();
    assertThat(share(service, 4)).isZero();
  }

  @Test
  void givingUpSaysThatItTookThatLong() {
    Service service = known(2, 20);
    double before = service.at(2).stats().latency(service.now);
    service.attempt(2, Outcome.CANCELLED, 500);
    assertThat(service.at(2).stats().latency(service.now)).isGreaterThan(2 * before);
    assertThat(service.at(2).stats().failureShare(service.now)).isZero();
  }
}
