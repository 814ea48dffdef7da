package dev.remora.core.discovery.file;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.FileWatch;
import dev.remora.core.config.Problems;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code file:} registry: endpoints in a YAML file, read again when it changes; see {@link
 * EndpointsFile} for the format.
 */
public final class FileRegistry implements Registry, FileWatch.Content {
  private final String path;
  private final Log log;
  private final Scheduler scheduler;
  private final FileWatch watch;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  // Of the scheduler's thread alone.
  private Listener listener;
  private Map<String, List<Endpoint>> services;
  private String problem;
  private volatile Scheduler.Repetition polling;

  /** The registry in the file at {@code path}, which need not be there yet. */
  public FileRegistry(String path, Log log, Scheduler scheduler) {
    this.path = path;
    this.log = log;
    this.scheduler = scheduler;
    this.watch = new FileWatch(path, null, this, log);
  }

  @Override
  public void start(final Listener listener) {
    polling =
        scheduler.every(
            FileWatch.POLL_MILLIS,
            new Runnable() {
              @Override
              public void run() {
                poll(listener);
              }
            });
  }

  private void poll(Listener to) {
    listener = to;
    watch.poll();
    // A file that was good once is a registry that answers: its last good content.
    if (services == null) {
      String now = watch.problem();
      if (problem == null) {
        listener.down(now);
      } else if (!problem.equals(now)) {
        log.error(now);
      }
      problem = now;
    } else if (problem != null) {
      problem = null;
      listener.up();
    }
  }

  @Override
  public void accept(byte[] bytes) {
    Map<String, List<Endpoint>> before = services;
    services = EndpointsFile.parse(path, bytes, Problems.first());
    if (before == null || !before.keySet().equals(services.keySet())) {
      listener.services(Collections.unmodifiableSet(new HashSet<>(services.keySet())));
    }
    for (String service : watched) {
      List<Endpoint> now = endpoints(services, service);
      if (before == null || !now.equals(endpoints(before, service))) {
        listener.endpoints(service, now);
      }
    }
  }

  private static List<Endpoint> endpoints(Map<String, List<Endpoint>> services, String service) {
    List<Endpoint> endpoints = services.get(service);
    return endpoints == null
        ? Collections.<Endpoint>emptyList()
        : Collections.unmodifiableList(endpoints);
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
    log.error(
        "register: "
            + registration
            + " can't be put into file:"
            + path
            + "; allowed: with a registry consul:// or dir:");
  }

  @Override
  public void close() {
    Scheduler.Repetition current = polling;
    if (current != null) {
      current.close();
    }
  }
}
