package dev.remora.core.routing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.LogLines;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DirectoryTest {
  private static final long REFRESH_MILLIS = 50;
  private static final Endpoint ONE = Endpoint.at("127.0.0.1", 9001).build();
  private static final Endpoint TWO = Endpoint.at("127.0.0.1", 9002).build();

  private final LogLines log = new LogLines(Log.Level.INFO);
  private final ScriptedRegistry registry = new ScriptedRegistry();
  private final Map<String, List<String>> dns = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile CountDownLatch dnsHangs = new CountDownLatch(0);
  private Directory<Cluster> directory;

  @BeforeEach
  void start() {
    directory = directory(SECONDS.toNanos(20), "consul");
  }

  private Directory<Cluster> directory(long firstCallNanos, String... excluded) {
    Directory<Cluster> made =
        new Directory<>(
            Cluster::new,
            new Exclusions(List.of(excluded)),
            firstCallNanos,
            log.log(),
            this::lookup,
            REFRESH_MILLIS);
    made.follow(registry);
    return made;
  }

  private InetAddress[] lookup(String name) throws UnknownHostException {
    try {
      dnsHangs.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException(name);
    }
    List<String> addresses = dns.getOrDefault(name, List.of());
    if (addresses.isEmpty()) {
      throw new UnknownHostException(name);
    }
    InetAddress[] found = new InetAddress[addresses.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(addresses.get(i));
    }
    return found;
  }

  @AfterEach
  void stop() {
    dnsHangs.countDown();
    directory.close();
    threads.shutdownNow();
  }

  private static long millis(Callable<?> call) throws Exception {
    long start = System.nanoTime();
    call.call();
    return MILLISECONDS.convert(
        System.nanoTime() - start, java.util.concurrent.TimeUnit.NANOSECONDS);
  }

  private void services(String... names) {
    registry.listener.services(Set.of(names));
  }

  private void endpoints(String service, Endpoint... endpoints) {
    registry.listener.endpoints(service, List.of(endpoints));
  }

  /** A service whose endpoints are known. */
  private Cluster known(String service, Endpoint... endpoints) {
    services(service);
    call(service);
    endpoints(service, endpoints);
    return directory.find(service);
  }

  /** The first call, which doesn't wait. */
  private void call(String host) {
    directory.setFirstCallNanos(0);
    directory.find(host);
    directory.setFirstCallNanos(SECONDS.toNanos(20));
  }

  private static List<String> addresses(Cluster cluster) {
    Snapshot snapshot = cluster.snapshot();
    return IntStream.range(0, snapshot.size()).mapToObj(i -> snapshot.get(i).toString()).toList();
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
