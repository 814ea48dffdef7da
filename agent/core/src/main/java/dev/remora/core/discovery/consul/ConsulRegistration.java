package dev.remora.core.discovery.consul;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * This process in the catalog, through the local agent, alive as long as it says so.
 *
 * <p>A TTL check of {@value #TTL_SECONDS} s is passed every {@value #BEAT_SECONDS} s, so that two
 * beats may be lost. A process that dies without a word is out of the healthy endpoints after the
 * TTL and out of the catalog a minute later, the shortest time Consul allows. When the agent
 * doesn't know the check (it was restarted, or somebody took the service out), the process
 * registers again at once.
 */
final class ConsulRegistration {
  static final int TTL_SECONDS = 15;
  static final int BEAT_SECONDS = 5;
  private static final String DEREGISTER_AFTER = "1m";

  /** A lost beat is repeated within this, or the TTL would pass. */
  private static final long LONGEST_RETRY_MILLIS = 3_000;

  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration LAST_TIMEOUT = Duration.ofSeconds(1);
  private static final byte[] NOTHING = new byte[0];

  private final Registration registration;
  private final String id;
  private final ConsulApi api;
  private final Timer timer;
  private final Log log;
  private final Backoff backoff = new Backoff();
  private final CountDownLatch gone = new CountDownLatch(1);

  // Guarded by this.
  private boolean registered;
  private boolean announced;
  private boolean busy;
  private boolean closing;
  private boolean troubled;
  private int failures;
  private Future<?> next;

  ConsulRegistration(Registration registration, ConsulApi api, Timer timer, Log log) {
    this.registration = registration;
    this.api = api;
    this.timer = timer;
    this.log = log;
    Endpoint endpoint = registration.endpoint();
    // The same after a restart at the same place, so that it takes over its own entry.
    this.id = registration.service() + "-" + endpoint.address() + "-" + endpoint.port();
  }

  void start() {
    timer.soon(this::step);
  }

  /** Begins to take the process out of the catalog. */
  void close() {
    synchronized (this) {
      closing = true;
      if (next != null) {
        next.cancel(false);
      }
      if (busy) {
        // A registration that is under way must not arrive after the deregistration.
        return;
      }
    }
    deregister();
  }

  /** Waits until that is done, or can't be. */
  void awaitGone(long nanos) throws InterruptedException {
    if (!gone.await(nanos, TimeUnit.NANOSECONDS)) {
      log.warn("Consul did not confirm in time that " + registration + " is taken out");
    }
  }

  private void step() {
    boolean beat;
    synchronized (this) {
      if (closing || busy) {
        return;
      }
      busy = true;
      beat = registered;
    }
    if (beat) {
      beat();
    } else {
      register();
    }
  }

  private void register() {
    api.put(
        "/v1/agent/service/register",
        body().toString().getBytes(StandardCharsets.UTF_8),
        TIMEOUT,
        new ConsulApi.Outcome() {
          @Override
          public void answered(Response response) {
            if (done(true)) {
              later(TimeUnit.SECONDS.toMillis(BEAT_SECONDS));
            }
          }

          @Override
          public void failed(Fault fault) {
            if (done(false)) {
              retry(fault);
            }
          }
        });
  }

  private void beat() {
    api.put(
        "/v1/agent/check/pass/" + ConsulApi.encode(checkId()),
        NOTHING,
        TIMEOUT,
        new ConsulApi.Outcome() {
          @Override
          public void answered(Response response) {
            if (done(true)) {
              later(TimeUnit.SECONDS.toMillis(BEAT_SECONDS));
            }
          }

          @Override
          public void failed(Fault fault) {
            // 404 in newer versions, 500 in older ones; 400, should another kind of check be there.
            boolean unknown =
                fault.status() == 404 || fault.status() == 500 || fault.status() == 400;
            if (!done(!unknown)) {
              return;
            }
            if (unknown) {
              step();
            } else {
              retry(fault);
            }
          }
        });
  }

  /** A request is over; says whether to go on. */
  private boolean done(boolean nowRegistered) {
    boolean stop;
    String news = null;
    synchronized (this) {
      busy = false;
      if (registered && !nowRegistered) {
        news = "Consul has forgotten " + registration + "; registering again";
      }
      registered = nowRegistered;
      stop = closing;
    }
    if (news != null && !stop) {
      log.info(news);
    }
    if (stop) {
      deregister();
    }
    return !stop;
  }

  private void later(long millis) {
    boolean first;
    boolean again;
    synchronized (this) {
      first = !announced;
      again = troubled;
      announced = true;
      troubled = false;
      failures = 0;
      schedule(millis);
    }
    if (first || again) {
      log.info("registered in Consul: " + registration);
    }
  }

  private void retry(Fault fault) {
    boolean tell;
    synchronized (this) {
      failures++;
      tell = !troubled && (failures > 1 || fault.kind() == Fault.Kind.REFUSED);
      troubled |= tell;
      schedule(Math.min(LONGEST_RETRY_MILLIS, backoff.millis(failures)));
    }
    if (tell) {
      log.warn("can't keep " + registration + " registered: " + fault.reason());
    }
  }

  private void schedule(long millis) {
    if (!closing) {
      next = timer.in(TimeUnit.MILLISECONDS.toNanos(millis), this::step);
    }
  }

  private void deregister() {
    api.put(
        "/v1/agent/service/deregister/" + ConsulApi.encode(id),
        NOTHING,
        LAST_TIMEOUT,
        new ConsulApi.Outcome() {
          @Override
          public void answered(Response response) {
            gone.countDown();
          }

          @Override
          public void failed(Fault fault) {
            // 404, 500: it isn't there. Otherwise the TTL will see to it.
            if (everRegistered() && fault.status() != 404 && fault.status() != 500) {
              log.warn("can't take " + registration + " out: " + fault.reason());
            }
            gone.countDown();
          }
        });
  }

  private synchronized boolean everRegistered() {
    return announced;
  }

  private String checkId() {
    return "service:" + id;
  }

  private JsonObject body() {
    Endpoint endpoint = registration.endpoint();
    JsonObject check = new JsonObject();
    check.addProperty("CheckID", checkId());
    check.addProperty("Name", "remora");
    check.addProperty("TTL", TTL_SECONDS + "s");
    check.addProperty("Status", "passing");
    check.addProperty("DeregisterCriticalServiceAfter", DEREGISTER_AFTER);
    JsonObject weights = new JsonObject();
    weights.addProperty("Passing", endpoint.weight());
    weights.addProperty("Warning", 1);
    JsonObject meta = new JsonObject();
    endpoint.metadata().forEach(meta::addProperty);
    if (!endpoint.zone().isEmpty()) {
      meta.addProperty("zone", endpoint.zone());
    }
    JsonArray tags = new JsonArray();
    endpoint.tags().forEach(tags::add);
    JsonObject body = new JsonObject();
    body.addProperty("ID", id);
    body.addProperty("Name", registration.service());
    body.addProperty("Address", endpoint.address());
    body.addProperty("Port", endpoint.port());
    body.add("Tags", tags);
    body.add("Meta", meta);
    body.add("Weights", weights);
    body.add("Check", check);
    return body;
  }
}
