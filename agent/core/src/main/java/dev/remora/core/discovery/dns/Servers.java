package dev.remora.core.discovery.dns;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.config.DnsConfig;
import dev.remora.core.config.RegistryUri;
import dev.remora.core.discovery.remote.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The addresses of the DNS servers to ask, the preferred one first. Used by the timer's thread
 * alone.
 *
 * <p>Servers that are named by a name are looked up by the JVM, on {@code remora-dns}, which lives
 * only while there are names to look up; again every 30 s, as the JVM itself would.
 */
final class Servers {
  /** Takes what was found. */
  interface Found {
    /** At least one. */
    void servers(List<InetSocketAddress> servers);

    /**
     * There are none.
     *
     * @param reason in words
     */
    void none(String reason);
  }

  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final List<RegistryUri.Authority> configured;
  private final ResolvConf resolvConf;
  private final boolean named;
  private final Timer timer;
  private final ThreadPoolExecutor lookUps;
  private final List<Found> waiting = new ArrayList<>();

  private List<InetSocketAddress> known;
  private long knownSince;
  private boolean looking;

  Servers(DnsConfig config, Timer timer) {
    this.configured = config.servers();
    this.resolvConf = new ResolvConf(config.resolvConf());
    this.timer = timer;
    boolean names = false;
    for (RegistryUri.Authority server : configured) {
      names |= !isLiteral(server.host());
    }
    this.named = names;
    this.lookUps =
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<Runnable>(),
            new DaemonThreads("remora-dns"));
  }

  /** Digits and dots, or with a colon: {@code InetAddress} looks neither up. */
  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** Tells the servers, at once where that needs no look-up. */
  void find(Found found) {
    if (configured.isEmpty()) {
      try {
        found.servers(resolvConf.servers());
      } catch (IOException e) {
        found.none(e.getMessage());
      }
      return;
    }
    if (known == null && !named) {
      lookUp(Collections.singletonList(found));
      return;
    }
    if (known != null) {
      found.servers(known);
    } else {
      waiting.add(found);
    }
    if (named && !looking && (known == null || System.nanoTime() - knownSince > REFRESH_NANOS)) {
      looking = true;
      try {
        lookUps.execute(this::lookUpNames);
      } catch (RejectedExecutionException e) {
        // Closed.
      }
    }
  }

  private void lookUpNames() {
    List<Found> nobody = Collections.emptyList();
    lookUp(nobody);
  }

  /** On either thread: where there are names, what it finds goes through the timer. */
  private void lookUp(List<Found> askers) {
    Set<InetSocketAddress> servers = new LinkedHashSet<>();
    StringBuilder unknown = new StringBuilder();
    for (RegistryUri.Authority server : configured) {
      try {
        for (InetAddress address : InetAddress.getAllByName(server.host())) {
          servers.add(new InetSocketAddress(address, server.port()));
        }
      } catch (UnknownHostException | SecurityException e) {
        unknown
            .append(unknown.length() == 0 ? "" : "; ")
            .append("the name ")
            .append(server.host())
            .append(" of a DNS server can't be resolved");
      }
    }
    List<InetSocketAddress> list = Collections.unmodifiableList(new ArrayList<>(servers));
    if (named) {
      timer.soon(() -> lookedUp(list, unknown.toString()));
    } else {
      known = list;
      tell(askers, list, unknown.toString());
    }
  }

  private void lookedUp(List<InetSocketAddress> servers, String unknown) {
    looking = false;
    if (!servers.isEmpty()) {
      known = servers;
      knownSince = System.nanoTime();
    }
    List<Found> askers = new ArrayList<>(waiting);
    waiting.clear();
    tell(askers, servers, unknown);
  }

  private static void tell(List<Found> askers, List<InetSocketAddress> servers, String unknown) {
    for (Found asker : askers) {
      if (servers.isEmpty()) {
        asker.none(unknown);
      } else {
        asker.servers(servers);
      }
    }
  }

  void close() {
    lookUps.shutdownNow();
  }
}
