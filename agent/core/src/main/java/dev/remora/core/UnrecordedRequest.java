package dev.remora.core;

import dev.remora.core.routing.Context;
import dev.remora.core.telemetry.ObservedRequest;

/** A request that nobody records, and that is only known for the token it came with. */
final class UnrecordedRequest implements ObservedRequest {
  private final Context context;

  UnrecordedRequest(String token) {
    this.context = new Context(null, null, null, token);
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public void ended(int status, String route, Throwable failure) {
    // Nobody needs to know.
  }
}
