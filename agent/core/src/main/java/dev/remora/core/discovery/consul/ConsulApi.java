package dev.remora.core.discovery.consul;

import dev.remora.core.config.ConsulConfig;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.HttpText;
import dev.remora.core.discovery.remote.Outcome;
import dev.remora.core.discovery.remote.Secret;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.PendingRequest;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;
import java.io.IOException;
import java.time.Duration;

/** Requests to one Consul agent, with its token and datacenter, and its errors in words. */
final class ConsulApi {
  private final Peer peer;
  private final Secret token;
  private final String datacenter;

  ConsulApi(ConsulConfig config, Peer peer) {
    this.peer = peer;
    this.token = new Secret("ACL token", config.token(), config.tokenFile());
    this.datacenter = config.datacenter();
  }

  /** Whether any number of requests can wait for answers without a connection each. */
  boolean multiplexed() {
    return peer.http2();
  }

  /** Asks the catalog, of the configured datacenter. {@code path} ends with a query parameter. */
  PendingRequest query(String path, Duration timeout, Outcome outcome) {
    String target = datacenter == null ? path : path + "&dc=" + HttpText.encode(datacenter);
    return send(Request.get(target).timeout(timeout), path, outcome);
  }

  /** Tells the local agent. */
  PendingRequest put(String path, byte[] json, Duration timeout, Outcome outcome) {
    return send(Request.put(path, json, "application/json").timeout(timeout), path, outcome);
  }

  private PendingRequest send(Request request, String path, Outcome outcome) {
    String shown = path.indexOf('?') < 0 ? path : path.substring(0, path.indexOf('?'));
    try {
      String secret = token.value();
      if (secret != null) {
        request.header("X-Consul-Token", secret);
      }
    } catch (IOException e) {
      outcome.failed(fault(Fault.Kind.REFUSED, 0, e.getMessage()));
      return () -> {};
    }
    request.header("User-Agent", "remora");
    return peer.send(
        request,
        new Callback() {
          @Override
          public void answered(Response response) {
            if (response.status() >= 200 && response.status() < 300) {
              outcome.answered(response);
            } else {
              outcome.failed(refusal(response, shown));
            }
          }

          @Override
          public void failed(Exception cause) {
            String message = cause.getMessage();
            outcome.failed(
                fault(
                    Fault.Kind.UNREACHABLE,
                    0,
                    "Consul at "
                        + peer
                        + " can't be reached: "
                        + (message == null ? cause.getClass().getSimpleName() : message)));
          }
        });
  }

  /** An answer that is no success, in words. */
  private Fault refusal(Response response, String path) {
    int status = response.status();
    String said = HttpText.excerpt(response);
    if (status == 401 || status == 403) {
      String why =
          token.configured()
              ? "the token is unknown or lacks a permission"
              : "no token is configured";
      Fault denied =
          fault(
              Fault.Kind.REFUSED,
              status,
              "Consul at "
                  + peer
                  + " denies access to "
                  + path
                  + ", an ACL problem: "
                  + why
                  + said);
      token.refused();
      return denied;
    }
    boolean passing = status == 429 || status >= 500;
    return fault(
        passing ? Fault.Kind.TROUBLED : Fault.Kind.REFUSED,
        status,
        "Consul at " + peer + " answers " + path + " with " + status + said);
  }

  /** A 2xx answer that can't be used. */
  Fault unusable(String path, String why) {
    return fault(
        Fault.Kind.TROUBLED, 200, "Consul at " + peer + " answers " + path + " with " + why);
  }

  /** An empty answer from which the ACL took something out (Consul 1.11 and later say so). */
  Fault hidden(String path) {
    return fault(
        Fault.Kind.REFUSED,
        200,
        "Consul at "
            + peer
            + " hides all of "
            + path
            + ", an ACL problem: the token lacks service:read or node:read");
  }

  private Fault fault(Fault.Kind kind, int status, String reason) {
    return new Fault(kind, status, token.redact(reason));
  }
}
