package dev.remora.it.gateway.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while clients are busy: the gateway ends, and no client misses a response. */
class DrainTest {
  private static final int CLIENTS = 16;

  /** How often a balancer looks; shorter than the delay, as it has to be. */
  private static final long PROBE_MILLIS = 700;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private SlowBackend backend;

  /** What a balancer knows from the last probe. */
  private volatile boolean ready = true;

  private volatile boolean signalled;

  @BeforeEach
  void open() throws IOException {
    backend = new SlowBackend();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    backend.close();
  }

  private GatewayJar start(String yaml) throws IOException, InterruptedException {
    Path services = folder.resolve("services.yaml");
    Files.writeString(services, "endpoints: {orders: [127.0.0.1:" + backend.port() + "]}\n");
    return GatewayJar.start("registry: file:" + services + "\nexpose: [orders]\n" + yaml, Map.of());
  }

  @Test
  void costsNoRequest() throws Exception {
    try (GatewayJar gateway = start("drain: 1s\ndrain-timeout: 10s")) {
      int port = URI.create(gateway.url()).getPort();
      AtomicInteger afterSignal = new AtomicInteger();
      List<Future<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int pause = i % 4 == 0 ? 100 : 0;
        int work = i % 3 * 20;
        clients.add(threads.submit(() -> behave(port, pause, work, afterSignal)));
      }
      while (answered.get() < 500) {
        assertThat(errors).isEmpty();
        Thread.sleep(10);
      }
      // Their heads are out before the signal, so nothing in them says that the connection ends.
      Future<Void> download = threads.submit(download(port, 3_000));
      Future<Void> longWait = threads.submit(download(port, 2_500));
      Future<Void> probes = threads.submit(() -> probe(gateway));
      Thread.sleep(300);

      signalled = true;
      gateway.process().destroy();
      assertThat(gateway.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      for (Future<Void> client : clients) {
        client.get(5, TimeUnit.SECONDS);
      }
      download.get(5, TimeUnit.SECONDS);
      longWait.get(5, TimeUnit.SECONDS);
      probes.get(5, TimeUnit.SECONDS);

      System.out.println(answered + " answered, " + afterSignal + " of them after the signal");
      assertThat(errors).isEmpty();
      assertThat(afterSignal.get()).isGreaterThan(CLIENTS);
      assertThat(ready).isFalse();
      assertThat(gateway.process().exitValue()).isZero();
      assertThat(gateway.log()).contains("remora-gateway drains\nremora-gateway has ended\n");
    }
  }

  /** One that comes by a balancer: it is sent to the gateway as long as that is ready. */
  private Void behave(int port, int pause, int work, AtomicInteger afterSignal) throws Exception {
    while (ready) {
      try (KeepAliveClient client = new KeepAliveClient(port)) {
        while (!client.isClosing()) {
          boolean after = signalled;
          count(client.get("/orders/wait/" + work));
          if (after) {
            afterSignal.incrementAndGet();
          }
          Thread.sleep(pause);
        }
      } catch (IOException e) {
        errors.add(e.toString());
      }
    }
    return null;
  }

  private Callable<Void> download(int port, int millis) {
    return () -> {
      try (KeepAliveClient client = new KeepAliveClient(port)) {
        count(client.get("/orders/drip/" + millis));
        // The connection may be used once more: nobody said that it may not.
        if (!client.isClosing()) {
          count(client.get("/orders/wait/0"));
        }
      } catch (IOException e) {
        errors.add("after a download: " + e);
      }
      return null;
    };
  }

  private void count(int status) {
    answered.incrementAndGet();
    if (status != 200) {
      errors.add("status " + status);
    }
  }

  private Void probe(GatewayJar gateway) throws Exception {
    while (ready) {
      try {
        ready = gateway.admin("/readyz").statusCode() == 200;
      } catch (IOException e) {
        ready = false;
      }
      Thread.sleep(PROBE_MILLIS);
    }
    return null;
  }

  @Test
  void cutsOffWhatTakesTooLong() throws Exception {
    try (GatewayJar gateway = start("drain: 0s\ndrain-timeout: 500ms")) {
      int port = URI.create(gateway.url()).getPort();
      Future<Void> slow = threads.submit(download(port, 15_000));
      Thread.sleep(1_000);
      gateway.process().destroy();
      assertThat(gateway.process().waitFor(8, TimeUnit.SECONDS)).isTrue();
      slow.get(5, TimeUnit.SECONDS);
      assertThat(errors).singleElement().asString().startsWith("after a download: ");
      assertThat(gateway.process().exitValue()).isEqualTo(143);
      assertThat(gateway.log())
          .endsWith("remora-gateway has ended, and cut off 1 requests under way\n");
    }
  }
}
