package dev.remora.instrumentation.servlet.undertow;

import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Serving;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;

/** The exchanges of an Undertow, each of which keeps what became of it at the door. */
public final class UndertowExchanges {
  private static final AttachmentKey<Serving> SERVING = AttachmentKey.create(Serving.class);

  private UndertowExchanges() {}

  /** A thread begins with an exchange or goes on with it; for {@link Current#leave}. */
  public static Object enter(HttpServerExchange exchange) {
    Serving serving = exchange.getAttachment(SERVING);
    if (serving == null) {
      if (exchange.isComplete()) {
        return null;
      }
      serving = Door.received(new UndertowInbound(exchange));
      if (serving == null) {
        return null;
      }
      exchange.putAttachment(SERVING, serving);
      exchange.addExchangeCompleteListener(new Completion(serving));
    }
    return Current.enter(serving.context());
  }
}
