package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.core.MeshStatus;
import java.util.function.Supplier;

/** {@code GET /services}: every service that the registry knows, and how its endpoints are. */
public final class ServicesView implements AdminResource {
  private final Supplier<MeshStatus> mesh;

  /** Of the mesh as {@code mesh} tells of it at each time. */
  public ServicesView(Supplier<MeshStatus> mesh) {
    this.mesh = mesh;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    String only = request.parameters().get("service");
    JsonArray services = new JsonArray();
    for (MeshStatus.Service service : mesh.get().services()) {
      if (only == null || only.equals(service.name())) {
        services.add(service(service));
      }
    }
    JsonObject all = new JsonObject();
    all.add("services", services);
    return AdminReply.json(all);
  }

  private static JsonObject service(MeshStatus.Service service) {
    JsonObject json = new JsonObject();
    json.addProperty("name", service.name());
    json.addProperty("watched", service.called());
    json.addProperty("known", service.answered());
    json.addProperty("balance", service.balance());
    json.addProperty("endpoints_in", in(service));
    JsonArray guards = new JsonArray();
    service.guards().forEach(guards::add);
    json.add("guards", guards);
    if (service.token() != null) {
      json.addProperty("token", service.token().toString());
    }
    JsonArray endpoints = new JsonArray();
    for (MeshStatus.Endpoint endpoint : service.endpoints()) {
      endpoints.add(endpoint(endpoint));
    }
    json.add("endpoints", endpoints);
    return json;
  }

  private static JsonObject endpoint(MeshStatus.Endpoint endpoint) {
    JsonObject json = new JsonObject();
    json.addProperty("address", endpoint.address());
    json.addProperty("port", endpoint.port());
    json.addProperty("in", endpoint.out().isEmpty());
    if (!endpoint.out().isEmpty()) {
      json.addProperty("out", endpoint.out());
    }
    json.addProperty("weight", endpoint.weight());
    if (!endpoint.zone().isEmpty()) {
      json.addProperty("zone", endpoint.zone());
    }
    JsonArray tags = new JsonArray();
    endpoint.tags().forEach(tags::add);
    json.add("tags", tags);
    json.addProperty("picks", endpoint.picks());
    json.addProperty("failures", endpoint.failures());
    json.addProperty("connect_failures", endpoint.connectFailures());
    json.addProperty("in_flight", endpoint.inFlight());
    return json;
  }

  /** How many endpoints get requests. */
  static int in(MeshStatus.Service service) {
    int in = 0;
    for (MeshStatus.Endpoint endpoint : service.endpoints()) {
      in += endpoint.out().isEmpty() ? 1 : 0;
    }
    return in;
  }
}
