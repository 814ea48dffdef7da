package dev.remora.core.discovery.eureka;

import com.google.gson.JsonObject;
import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.KeptRegistration;
import dev.remora.core.discovery.remote.Outcome;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * This process in Eureka: registered with a lease that is renewed, and given back at the end.
 *
 * <p>The lease is 90 s, renewed each 30 s: the defaults of Eureka's own client, on which a server's
 * self-preservation counts. When the server doesn't know the lease the process registers again at
 * once.
 */
final class EurekaRegistration extends KeptRegistration {
  /** How many renewals a lease outlives. */
  private static final int LEASE = 3;

  private final Registration registration;
  private final EurekaConfig config;
  private final EurekaApi api;
  private final String app;
  private final String id;
  private volatile long registeredAt;

  /**
   * A registration that does nothing yet.
   *
   * @param config has the zone, where the endpoint names none
   */
  EurekaRegistration(
      Registration registration, EurekaConfig config, EurekaApi api, Timer timer, Log log) {
    // A lost renewal is repeated soon enough for several to fit into the lease.
    super(registration, "Eureka", config.renewal(), config.renewal().dividedBy(3), timer, log);
    this.registration = registration;
    this.config = config;
    this.api = api;
    Endpoint endpoint = registration.endpoint();
    // Eureka's own client writes names of applications in capitals.
    this.app = registration.service().toUpperCase(Locale.ROOT);
    // Spring Cloud's form; the same after a restart at the same place, which takes over the lease.
    this.id = endpoint.address() + ":" + registration.service() + ":" + endpoint.port();
  }

  @Override
  protected void sendRegistration(Outcome outcome) {
    registeredAt = System.currentTimeMillis();
    api.register(app, body().toString().getBytes(StandardCharsets.UTF_8), outcome);
  }

  @Override
  protected void sendBeat(Outcome outcome) {
    api.renew(app, id, registeredAt, outcome);
  }

  @Override
  protected void sendDeregistration(Outcome outcome) {
    api.cancel(app, id, outcome);
  }

  @Override
  protected boolean isUnknown(Fault fault) {
    return fault.status() == 404;
  }

  private JsonObject body() {
    Endpoint endpoint = registration.endpoint();
    JsonObject dataCenter = new JsonObject();
    dataCenter.addProperty("@class", "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo");
    dataCenter.addProperty("name", "MyOwn");
    JsonObject lease = new JsonObject();
    lease.addProperty("renewalIntervalInSecs", config.renewal().toMillis() / 1000);
    lease.addProperty("durationInSecs", config.renewal().toMillis() / 1000 * LEASE);
    JsonObject instance = new JsonObject();
    instance.addProperty("instanceId", id);
    instance.addProperty("app", app);
    instance.addProperty("hostName", endpoint.address());
    instance.addProperty("ipAddr", endpoint.address());
    instance.addProperty("vipAddress", registration.service());
    instance.addProperty("secureVipAddress", registration.service());
    instance.addProperty("status", "UP");
    instance.addProperty("overriddenstatus", "UNKNOWN");
    instance.add("port", port(endpoint.port(), true));
    instance.add("securePort", port(443, false));
    instance.addProperty("countryId", 1);
    instance.add("dataCenterInfo", dataCenter);
    instance.add("leaseInfo", lease);
    instance.add("metadata", metadata(endpoint));
    instance.addProperty("isCoordinatingDiscoveryServer", "false");
    instance.addProperty("lastUpdatedTimestamp", String.valueOf(registeredAt));
    instance.addProperty("lastDirtyTimestamp", String.valueOf(registeredAt));
    instance.addProperty("actionType", "ADDED");
    JsonObject body = new JsonObject();
    body.add("instance", instance);
    return body;
  }

  private JsonObject metadata(Endpoint endpoint) {
    JsonObject metadata = new JsonObject();
    endpoint.metadata().forEach(metadata::addProperty);
    if (!endpoint.zone().isEmpty()) {
      metadata.addProperty("zone", endpoint.zone());
    } else if (config.zone() != null) {
      metadata.addProperty("zone", config.zone());
    }
    if (endpoint.weight() != 1) {
      metadata.addProperty("weight", String.valueOf(endpoint.weight()));
    }
    return metadata;
  }

  private static JsonObject port(int number, boolean enabled) {
    JsonObject port = new JsonObject();
    port.addProperty("$", number);
    port.addProperty("@enabled", String.valueOf(enabled));
    return port;
  }
}
