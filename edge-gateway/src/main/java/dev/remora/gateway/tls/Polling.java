package dev.remora.gateway.tls;

import dev.remora.core.config.FileWatch;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;

/** Looks at files now and then, beside the event loops, until the gateway ends. */
public final class Polling {
  private Polling() {}

  /** Looks every {@link FileWatch#POLL_MILLIS}, on a thread that may block. */
  public static void begin(Vertx vertx, Runnable look) {
    vertx.setPeriodic(
        FileWatch.POLL_MILLIS,
        timer -> {
          try {
            vertx.executeBlocking(
                () -> {
                  look.run();
                  return null;
                },
                true);
          } catch (RejectedExecutionException e) {
            // It is ending, and its threads have ended before its timers.
            vertx.cancelTimer(timer);
          }
        });
  }
}
