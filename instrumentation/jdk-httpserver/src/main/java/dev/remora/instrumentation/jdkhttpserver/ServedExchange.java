package dev.remora.instrumentation.jdkhttpserver;

import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Serving;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An exchange between its request and its response. It has ended when its handler has returned and
 * the head of its response was sent, whichever comes last; a handler may leave that to others.
 */
final class ServedExchange {
  private final Serving serving;
  private final String route;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile int status;
  private volatile boolean returned;

  ServedExchange(Serving serving, String route) {
    this.serving = serving;
    this.route = route;
  }

  void sent(int sent) {
    status = sent;
    if (returned) {
      end(null);
    }
  }

  void returned(Throwable failure) {
    returned = true;
    if (status != 0 || failure != null) {
      end(failure);
    }
  }

  void closed() {
    // Within the handler, which may still fail.
    if (returned) {
      end(null);
    }
  }

  private void end(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      Door.served(serving, status, route, failure);
    }
  }
}
