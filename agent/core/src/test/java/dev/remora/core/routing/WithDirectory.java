package dev.remora.core.routing;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.remora.core.LogLines;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A directory whose registry and DNS say what the test says, when the test says it. */
@Timeout(30)
abstract class WithDirectory {
  static final long REFRESH_MILLIS = 50;
  static final Endpoint ONE = Endpoint.at("127.0.0.1", 9001).build();
  static final Endpoint TWO = Endpoint.at("127.0.0.1", 9002).build();

  final LogLines log = new LogLines(Log.Level.INFO);
  final ScriptedRegistry registry = new ScriptedRegistry();
  final Map<String, List<String>> dns = new ConcurrentHashMap<>();
  final ExecutorService threads = Executors.newCachedThreadPool();
  volatile CountDownLatch dnsHangs = new CountDownLatch(0);
  Directory<Cluster> directory;

  @BeforeEach
  void start() {
    directory =
        new Directory<>(
            Cluster::new,
            new Exclusions(List.of("consul")),
            SECONDS.toNanos(20),
            log.log(),
            this::lookup,
            REFRESH_MILLIS);
    directory.follow(registry);
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

  void services(String... names) {
    registry.listener.services(Set.of(names));
  }

  void endpoints(String service, Endpoint... endpoints) {
    registry.listener.endpoints(service, List.of(endpoints));
  }

  /** A service whose endpoints are known. */
  Cluster known(String service, Endpoint... endpoints) {
    services(service);
    call(service);
    endpoints(service, endpoints);
    return directory.find(service);
  }

  /** The first call, which doesn't wait. */
  void call(String host) {
    directory.setFirstCallNanos(0);
    directory.find(host);
    directory.setFirstCallNanos(SECONDS.toNanos(20));
  }

  static List<String> addresses(Cluster cluster) {
    Snapshot snapshot = cluster.snapshot();
    return IntStream.range(0, snapshot.size()).mapToObj(i -> snapshot.get(i).toString()).toList();
  }
}
