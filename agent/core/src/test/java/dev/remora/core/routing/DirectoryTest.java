package dev.remora.core.routing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** First calls: what they ask for, and how long they wait. */
class DirectoryTest extends WithDirectory {
  private static long millis(Callable<?> call) throws Exception {
    long start = System.nanoTime();
    call.call();
    return MILLISECONDS.convert(
        System.nanoTime() - start, java.util.concurrent.TimeUnit.NANOSECONDS);
  }

  @Test
  void aKnownServiceIsWatchedFromItsFirstCallOnAndOnlyThen() throws Exception {
    services("orders", "payments");
    assertThat(registry.watched).isEmpty();

    Future<Cluster> first = threads.submit(() -> directory.find("orders"));
    await().until(() -> registry.watched.equals(List.of("orders")));
    assertThat(first.isDone()).isFalse();
    endpoints("orders", ONE);

    assertThat(addresses(first.get())).containsExactly("127.0.0.1:9001");
    directory.find("orders");
    assertThat(registry.watched).containsExactly("orders");
    assertThat(directory.find("orders").isWatched()).isTrue();
  }

  @Test
  void manyFirstCallsWatchOnce() throws Exception {
    services("orders");
    List<Future<Cluster>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      calls.add(threads.submit(() -> directory.find("orders")));
    }
    await().until(() -> !registry.watched.isEmpty());
    endpoints("orders", ONE);

    for (Future<Cluster> call : calls) {
      assertThat(call.get().snapshot().size()).isEqualTo(1);
    }
    assertThat(registry.watched).containsExactly("orders");
  }

  @Test
  void aRegistryThatHangsCostsTheTimeoutOnce() throws Exception {
    directory.setFirstCallNanos(MILLISECONDS.toNanos(300));
    services("orders");

    assertThat(millis(() -> directory.find("orders"))).isBetween(290L, 3_000L);
    assertThat(millis(() -> directory.find("orders"))).isLessThan(250);
    assertThat(directory.find("orders").snapshot()).isNull();
    endpoints("orders");
    assertThat(directory.find("orders").snapshot().size()).isZero();
  }

  @Test
  void anEmptyAnswerIsAnAnswer() throws Exception {
    services("orders");
    Future<Cluster> call = threads.submit(() -> directory.find("orders"));
    await().until(() -> !registry.watched.isEmpty());
    endpoints("orders");
    assertThat(call.get().snapshot().size()).isZero();
  }

  @Test
  void hostsWithoutADotWaitForTheFirstList() throws Exception {
    Future<Cluster> orders = threads.submit(() -> directory.find("orders"));
    Future<Cluster> other = threads.submit(() -> directory.find("other"));
    Thread.sleep(50);
    assertThat(orders.isDone()).isFalse();
    assertThat(other.isDone()).isFalse();

    services("orders");
    assertThat(other.get()).isNull();
    await().until(() -> !registry.watched.isEmpty());
    endpoints("orders", ONE);
    assertThat(orders.get().snapshot().size()).isEqualTo(1);
    assertThat(millis(() -> directory.find("other"))).isLessThan(250);
  }

  @Test
  void bothWaitsTogetherStayWithinTheTimeout() throws Exception {
    directory.setFirstCallNanos(MILLISECONDS.toNanos(1_500));
    Future<Long> waited = threads.submit(() -> millis(() -> directory.find("orders")));
    Thread.sleep(1_000);
    services("orders");
    assertThat(waited.get()).isBetween(1_490L, 2_400L);
  }

  @Test
  void someOfTheNamesAreUsableWhileTheOthersAreWaitedFor() throws Exception {
    registry.listener.someServices(Set.of("orders"));
    Future<Cluster> orders = threads.submit(() -> directory.find("orders"));
    Future<Cluster> other = threads.submit(() -> directory.find("other"));
    await().until(() -> !registry.watched.isEmpty());
    endpoints("orders", ONE);
    assertThat(orders.get().snapshot().size()).isEqualTo(1);
    Thread.sleep(50);
    assertThat(other.isDone()).isFalse();

    services("orders");
    assertThat(other.get()).isNull();
  }

  @Test
  void hostsThatCannotBeServicesNeverWait() throws Exception {
    for (String host :
        new String[] {
          "example.org",
          "10.0.0.1",
          "localhost",
          "LocalHost",
          "a.localhost",
          "::1",
          "[::1]",
          "",
          "1",
          "consul",
          "Consul",
          "fe80::1%eth0"
        }) {
      assertThat(millis(() -> directory.find(host))).as(host).isLessThan(250);
      assertThat(directory.find(host)).as(host).isNull();
    }
  }

  @Test
  void aListThatDoesNotComeCostsTheTimeoutOnce() throws Exception {
    directory.setFirstCallNanos(MILLISECONDS.toNanos(300));
    assertThat(millis(() -> directory.find("orders"))).isBetween(290L, 3_000L);
    assertThat(millis(() -> directory.find("payments"))).isLessThan(250);
  }

  @Test
  void nobodyWaitsForARegistryThatIsDown() throws Exception {
    Future<Cluster> waiting = threads.submit(() -> directory.find("orders"));
    Thread.sleep(50);
    registry.listener.down("refused");

    assertThat(waiting.get(5, SECONDS)).isNull();
    assertThat(millis(() -> directory.find("orders"))).isLessThan(250);
    services("orders");
    assertThat(millis(() -> directory.find("orders"))).isLessThan(250);
    assertThat(registry.watched).containsExactly("orders");
    assertThat(directory.outage()).isEqualTo("refused");

    registry.listener.up();
    Future<Cluster> again = threads.submit(() -> directory.find("orders"));
    Thread.sleep(50);
    assertThat(again.isDone()).isFalse();
    endpoints("orders", ONE);
    assertThat(again.get().snapshot().size()).isEqualTo(1);
    assertThat(directory.outage()).isNull();
    assertThat(log.lines())
        .containsExactly(
            "the registry is down, what is known stays in use: refused",
            "the registry answers again");
  }

  @Test
  void aWaitForEndpointsEndsWhenTheRegistryGoesDown() throws Exception {
    services("orders");
    Future<Cluster> waiting = threads.submit(() -> directory.find("orders"));
    await().until(() -> !registry.watched.isEmpty());
    registry.listener.down("refused");
    assertThat(waiting.get(5, SECONDS).snapshot()).isNull();
  }

  @Test
  void whatIsKnownStaysWhileTheRegistryIsDown() {
    Cluster orders = known("orders", ONE);
    registry.listener.down("refused");
    assertThat(directory.find("orders")).isSameAs(orders);
    assertThat(addresses(orders)).containsExactly("127.0.0.1:9001");
  }

  @Test
  void anInterruptedCallIsNotOursAndStaysInterrupted() throws Exception {
    services("orders");
    for (String host : new String[] {"orders", "ORDERS"}) {
      AtomicBoolean flag = new AtomicBoolean();
      Future<Cluster> call =
          threads.submit(
              () -> {
                Thread.currentThread().interrupt();
                Cluster found = directory.find(host);
                flag.set(Thread.interrupted());
                return found;
              });
      assertThat(call.get(5, SECONDS)).isNull();
      assertThat(flag).isTrue();
    }
  }

  @Test
  void aWaitCanBeInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              if (directory.find("orders") == null && Thread.currentThread().isInterrupted()) {
                interrupted.countDown();
              }
            });
    thread.start();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    thread.interrupt();
    assertThat(interrupted.await(5, SECONDS)).isTrue();
  }

  @Test
  void withoutATimeoutNobodyWaits() throws Exception {
    directory.setFirstCallNanos(0);
    assertThat(millis(() -> directory.find("orders"))).isLessThan(250);
    services("orders");
    assertThat(millis(() -> directory.find("orders"))).isLessThan(250);
    assertThat(registry.watched).containsExactly("orders");
  }
}
