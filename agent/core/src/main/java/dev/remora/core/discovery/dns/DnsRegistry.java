package dev.remora.core.discovery.dns;

import dev.remora.core.config.DnsConfig;
import dev.remora.core.config.DnsService;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import dev.remora.core.discovery.remote.SafeListener;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/**
 * DNS: the endpoints of services by their SRV, or their A and AAAA records.
 *
 * <p>DNS can't list services: which there are is configured, and told at once. Names are asked for
 * as they are configured, without the search domains of this machine.
 *
 * <ul>
 *   <li>No such name, or none of the records asked for, are an answer: the service has no endpoint.
 *   <li>Anything else but records is a fault, which leaves what was told: SERVFAIL, REFUSED, no
 *       answer in time, a message that can't be read. See {@link Resolver} for what happens then.
 * </ul>
 *
 * <p>Verified against dnsmasq 2.90 and Consul 1.8.
 */
public final class DnsRegistry implements Registry {
  private final DnsConfig config;
  private final Log log;
  private final Timer timer;
  private final Servers servers;
  private final Wire wire;
  private final Resolver resolver;
  private final Map<String, Watch> watches = new LinkedHashMap<>();
  private Listener listener;
  private volatile Troubles troubles;

  /** A registry that shares a timer, which it does not shut down. */
  public DnsRegistry(DnsConfig config, Log log, ScheduledExecutorService timer) {
    this.config = config;
    this.log = log;
    this.timer = new Timer(timer);
    this.servers = new Servers(config, this.timer);
    this.wire = new Wire(log);
    this.resolver = new Resolver(servers, wire, config.timeout().toNanos(), this.timer, log);
  }

  @Override
  public void start(Listener told) {
    listener = new SafeListener(told, "DNS", log);
    troubles = new Troubles(listener, timer, log);
    AddressLookup addressLookup = new AddressLookup(resolver, config.prefer());
    Set<String> names = new LinkedHashSet<>();
    for (DnsService service : config.services()) {
      String name = service.service();
      names.add(name);
      watches.put(
          name,
          new Watch(
              service,
              resolver,
              addressLookup,
              config.minTtl(),
              config.maxTtl(),
              troubles,
              endpoints -> listener.endpoints(name, endpoints),
              timer));
    }
    timer.soon(
        () -> {
          listener.services(Collections.unmodifiableSet(names));
          // So that status tells from the beginning whether DNS answers.
          for (Watch first : watches.values()) {
            first.probe();
            break;
          }
        });
  }

  @Override
  public void watch(String service) {
    Watch watch = watches.get(service);
    if (watch != null) {
      timer.soon(watch::want);
    }
  }

  @Override
  public void register(Registration registration) {
    log.error(
        "register: "
            + registration
            + " can't be put into DNS; allowed: with a registry consul://, eureka:// or dir:");
  }

  @Override
  public long lastAnswerNanos() {
    Troubles started = troubles;
    return started == null ? -1 : started.lastAnswerNanos();
  }

  @Override
  public void close() {
    timer.soon(
        () -> {
          for (Watch watch : watches.values()) {
            watch.close();
          }
        });
    servers.close();
    wire.close();
  }

  @Override
  public String toString() {
    return config.toString();
  }
}
