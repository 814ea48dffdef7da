package dev.remora.core.discovery.consul;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.HttpText;
import dev.remora.core.discovery.remote.KeptRegistration;
import dev.remora.core.discovery.remote.Outcome;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * This process in the catalog, through the local agent, alive as long as it says so.
 *
 * <p>A TTL check of {@value #TTL_SECONDS} s is passed every {@value #BEAT_SECONDS} s, so that two
 * beats may be lost. A process that dies without a word is out of the healthy endpoints after the
 * TTL and out of the catalog a minute later, the shortest time Consul allows. When the agent
 * doesn't know the check (it was restarted, or somebody took the service out), the process
 * registers again at once.
 */
final class ConsulRegistration extends KeptRegistration {
  static final int TTL_SECONDS = 15;
  static final int BEAT_SECONDS = 5;
  private static final String DEREGISTER_AFTER = "1m";

  /** A lost beat is repeated within this, or the TTL would pass. */
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(3);

  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration LAST_TIMEOUT = Duration.ofSeconds(1);
  private static final byte[] NOTHING = new byte[0];

  private final Registration registration;
  private final String id;
  private final ConsulApi api;

  ConsulRegistration(Registration registration, ConsulApi api, Timer timer, Log log) {
    super(registration, "Consul", Duration.ofSeconds(BEAT_SECONDS), LONGEST_RETRY, timer, log);
    this.registration = registration;
    this.api = api;
    Endpoint endpoint = registration.endpoint();
    // The same after a restart at the same place, so that it takes over its own entry.
    this.id = registration.service() + "-" + endpoint.address() + "-" + endpoint.port();
  }

  @Override
  protected void sendRegistration(Outcome outcome) {
    byte[] body = body().toString().getBytes(StandardCharsets.UTF_8);
    api.put("/v1/agent/service/register", body, TIMEOUT, outcome);
  }

  @Override
  protected void sendBeat(Outcome outcome) {
    api.put("/v1/agent/check/pass/" + HttpText.encode(checkId()), NOTHING, TIMEOUT, outcome);
  }

  @Override
  protected void sendDeregistration(Outcome outcome) {
    String path = "/v1/agent/service/deregister/" + HttpText.encode(id);
    api.put(path, NOTHING, LAST_TIMEOUT, outcome);
  }

  /** 404 in newer versions, 500 in older ones; 400, should another kind of check be there. */
  @Override
  protected boolean isUnknown(Fault fault) {
    return fault.status() == 404 || fault.status() == 500 || fault.status() == 400;
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
