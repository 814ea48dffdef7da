package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.LogLines;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuccessionTest {
  private final AddressResolver resolver =
      new AddressResolver(
          InetAddress::getAllByName,
          new AddressResolver.User() {
            @Override
            public Set<String> names() {
              return Set.of();
            }

            @Override
            public void resolved() {}
          },
          new LogLines(Log.Level.INFO).log(),
          60_000);

  private final Succession succession = new Succession("orders");
  private long now = 1;

  @AfterEach
  void close() {
    resolver.close();
  }

  private Snapshot next(List<Endpoint> described) {
    return succession.next(described, resolver, now);
  }

  private static Endpoint endpoint(int number) {
    return Endpoint.at("10.0." + number / 250 + "." + number % 250, 80).build();
  }

  private static List<Endpoint> endpoints(int count) {
    return IntStream.range(0, count).mapToObj(SuccessionTest::endpoint).toList();
  }

  private static List<Endpoint> described(Snapshot snapshot) {
    return IntStream.range(0, snapshot.size()).mapToObj(i -> snapshot.get(i).endpoint()).toList();
  }

  private static EndpointStats stats(Snapshot snapshot, Endpoint endpoint) {
    return snapshot.get(described(snapshot).indexOf(endpoint)).stats();
  }

  /** Whatever changes and in whatever order: what stays is the same object. */
  @Test
  void keepsWhatStaysThroughAnyChange() {
    Random random = new Random(7);
    List<Endpoint> all = endpoints(300);
    Snapshot before = next(all.subList(0, 100));
    for (int round = 0; round < 500; round++) {
      List<Endpoint> described = new ArrayList<>(all);
      Collections.shuffle(described, random);
      described = described.subList(0, random.nextInt(all.size()));
      if (random.nextBoolean()) {
        described = new ArrayList<>(described);
        described.sort((a, b) -> a.address().compareTo(b.address()));
      }
      List<Endpoint> twice = new ArrayList<>(described);
      twice.addAll(described.subList(0, described.size() / 2));

      Snapshot after = next(twice);

      assertThat(described(after)).isEqualTo(described);
      for (int i = 0; i < after.size(); i++) {
        int old = described(before).indexOf(described.get(i));
        if (old >= 0) {
          assertThat(after.get(i)).isSameAs(before.get(old));
        }
      }
      before = after;
    }
  }

  @Test
  void oneThatComesBackSoonIsTheOneThatLeft() {
    EndpointStats stats = stats(next(endpoints(3)), endpoint(1));
    next(List.of(endpoint(0), endpoint(2)));
    now += TimeUnit.MINUTES.toNanos(Succession.MEMORY_MINUTES);
    Snapshot back = next(endpoints(3));
    assertThat(stats(back, endpoint(1))).isSameAs(stats);
  }

  @Test
  void oneThatComesBackLateIsAnother() {
    EndpointStats stats = stats(next(endpoints(3)), endpoint(1));
    next(List.of(endpoint(0), endpoint(2)));
    now += TimeUnit.MINUTES.toNanos(Succession.MEMORY_MINUTES) + 1;
    assertThat(stats(next(endpoints(3)), endpoint(1))).isNotSameAs(stats);
  }

  @Test
  void theMemoryOfWhatLeftIsBounded() {
    int count = Succession.MOST_REMEMBERED + 10;
    Snapshot all = next(endpoints(count));
    next(List.of());
    Snapshot back = next(endpoints(count));
    long same =
        IntStream.range(0, count)
            .filter(i -> stats(all, endpoint(i)) == stats(back, endpoint(i)))
            .count();
    assertThat(same).isEqualTo(Succession.MOST_REMEMBERED);
  }

  @Test
  void twoDescriptionsOfOnePlaceShareWhatHappensThere() {
    Endpoint other = Endpoint.at("10.0.0.0", 80).tags(List.of("v2")).build();
    Snapshot both = next(List.of(endpoint(0), other));
    assertThat(both.get(0).stats()).isSameAs(both.get(1).stats());
  }
}
