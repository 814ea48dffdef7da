package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import dev.remora.gateway.life.Readiness;

/**
 * {@code /healthz} and {@code /readyz}, for probes, which carry no token: what they are told is
 * that all is well or that it is not. The reasons are in {@code /status}.
 */
public final class HealthViews {
  private HealthViews() {}

  /** 200 as long as the process answers at all. */
  public static AdminResource alive() {
    return request -> AdminReply.of(200, "text/plain; charset=utf-8", "ok\n");
  }

  /** 200 if clients should be sent here; else 503. */
  public static AdminResource ready(Readiness readiness) {
    return request ->
        readiness.isReady()
            ? AdminReply.of(200, "text/plain; charset=utf-8", "ready\n")
            : AdminReply.of(
                503,
                "text/plain; charset=utf-8",
                readiness.state() == Readiness.State.DRAINING ? "draining\n" : "starting\n");
  }

  /** What it still waits for; empty once it has been ready. */
  static JsonArray missing(Readiness readiness) {
    JsonArray missing = new JsonArray();
    if (readiness.state() == Readiness.State.STARTING) {
      readiness.missing().forEach(missing::add);
    }
    return missing;
  }
}
