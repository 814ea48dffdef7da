package dev.remora.gateway.log;

import dev.remora.gateway.exchange.Exchange;

/** The access log of one event loop. */
public final class LoopLog {
  /** Some 1,500 lines: 30 ms of the most that a loop can do, and many seconds of what most do. */
  private static final int CAPACITY = 1 << 20;

  private final AccessLog log;
  private final AccessLine line = new AccessLine();
  private final LineRing ring = new LineRing(CAPACITY);

  LoopLog(AccessLog log) {
    this.log = log;
  }

  /** An exchange is over. */
  public void ended(Exchange exchange) {
    AccessLogPlan plan = log.plan();
    if (plan == null) {
      return;
    }
    long nanos = Math.max(0, System.nanoTime() - exchange.started());
    if (plan.takes(exchange, nanos)) {
      line.write(exchange, plan, nanos);
      ring.put(line.array(), line.length());
      log.wake();
    }
  }

  LineRing ring() {
    return ring;
  }
}
