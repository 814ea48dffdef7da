package dev.remora.core.discovery.file;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code dir:} registry: a folder in which each endpoint is a small file that its process keeps
 * alive. Discovery and registration among the processes of one machine, without a server.
 *
 * <p>See {@link DirReader} for when an endpoint counts as gone, and {@link DirWriter} for the
 * heartbeat. The folder need not be there yet. Whoever can write to it decides where requests go:
 * it belongs to the user whose processes use it, not to all.
 */
public final class DirRegistry implements Registry {
  private final Log log;
  private final Scheduler scheduler;
  private final DirReader reader;
  private final DirWriter writer;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private volatile Scheduler.Repetition polling;

  // Of the scheduler's thread alone.
  private Listener listener;
  private Map<String, List<Endpoint>> services;
  private boolean down;

  /** The registry in the folder at {@code path}. */
  public DirRegistry(String path, Log log, Scheduler scheduler) {
    File folder = new File(path);
    this.log = log;
    this.scheduler = scheduler;
    this.reader = new DirReader(folder, log);
    this.writer = new DirWriter(folder, log, scheduler);
  }

  @Override
  public void start(final Listener to) {
    polling =
        scheduler.every(
            DirReader.POLL_MILLIS,
            new Runnable() {
              @Override
              public void run() {
                poll(to);
              }
            });
  }

  private void poll(Listener to) {
    listener = to;
    Map<String, List<Endpoint>> before = services;
    Map<String, List<Endpoint>> now = reader.read(System.nanoTime());
    if (now == null) {
      if (!down) {
        down = true;
        listener.down(reader.problem());
      }
      return;
    }
    services = now;
    if (before == null || !before.keySet().equals(now.keySet())) {
      log.debug("dir: services " + new TreeMap<>(now).keySet());
      listener.services(Collections.unmodifiableSet(now.keySet()));
    }
    for (String service : watched) {
      List<Endpoint> endpoints = endpoints(now, service);
      if (before == null || !endpoints.equals(endpoints(before, service))) {
        listener.endpoints(service, endpoints);
      }
    }
    if (down) {
      down = false;
      listener.up();
    }
  }

  private static List<Endpoint> endpoints(Map<String, List<Endpoint>> services, String service) {
    List<Endpoint> endpoints = services.get(service);
    return endpoints == null ? Collections.<Endpoint>emptyList() : endpoints;
  }

  @Override
  public void watch(final String service) {
    if (watched.add(service)) {
      scheduler.execute(
          new Runnable() {
            @Override
            public void run() {
              if (services != null) {
                listener.endpoints(service, endpoints(services, service));
              }
            }
          });
    }
  }

  @Override
  public void register(Registration registration) {
    writer.register(registration);
  }

  @Override
  public boolean leave() {
    return writer.close();
  }

  @Override
  public void close() {
    Scheduler.Repetition current = polling;
    if (current != null) {
      current.close();
    }
    writer.close();
  }
}
