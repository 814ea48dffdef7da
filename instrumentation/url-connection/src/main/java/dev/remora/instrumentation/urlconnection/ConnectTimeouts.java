package dev.remora.instrumentation.urlconnection;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;

/** The inner client's time-outs for connecting. Lives in the bootstrap loader. */
public final class ConnectTimeouts {
  private ConnectTimeouts() {}

  /**
   * The time-out for the next endpoint.
   *
   * @param own what the application has set in milliseconds, 0 for none; negative: {@code standard}
   *     holds
   * @param standard what {@code sun.net.client.defaultConnectTimeout} says; not positive: none
   */
  public static int shorten(Call call, int own, int standard) {
    int limit = own >= 0 ? own : Math.max(0, standard);
    long shorter = Door.connectTimeoutMillis(call, limit);
    return shorter == limit ? own : (int) Math.min(shorter, Integer.MAX_VALUE);
  }
}
