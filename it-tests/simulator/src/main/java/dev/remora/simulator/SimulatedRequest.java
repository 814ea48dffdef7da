package dev.remora.simulator;

import dev.remora.core.routing.RequestInfo;

/** A GET with a key in its header {@code x-key}. */
record SimulatedRequest(String key) implements RequestInfo {
  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String target() {
    return "/v1/items";
  }

  @Override
  public String header(String name) {
    return name.equalsIgnoreCase("x-key") ? key : null;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }
}
