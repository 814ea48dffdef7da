package dev.remora.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Notes;
import dev.remora.bootstrap.Serving;

/**
 * The exchanges that are under way. They are noted here and not among their attributes, which
 * belong to all exchanges of a handler.
 */
public final class Exchanges {
  private static final Notes<ServedExchange> SERVED = new Notes<>();

  private Exchanges() {}

  /**
   * An exchange comes to a filter or the handler.
   *
   * @return null: it has come to others before, or nobody needs to know
   */
  public static Object begin(HttpExchange exchange) {
    if (!exchange.getClass().getName().startsWith("sun.net.httpserver.")
        || SERVED.get(exchange) != null) {
      // A filter's own, or that of another server.
      return null;
    }
    Serving serving = Door.received(new ExchangeInbound(exchange));
    if (serving == null) {
      return null;
    }
    String path = exchange.getHttpContext().getPath();
    SERVED.put(exchange, new ServedExchange(serving, path.equals("/") ? null : path));
    return Current.enter(serving.context());
  }

  /** All filters and the handler have returned. */
  public static void returned(HttpExchange exchange, Object entered, Throwable failure) {
    Current.leave(entered);
    ServedExchange served = SERVED.get(exchange);
    if (served != null) {
      served.returned(failure);
    }
  }

  /** The head of a response was sent. */
  public static void sent(HttpExchange exchange, int status) {
    ServedExchange served = SERVED.get(exchange);
    if (served != null) {
      served.sent(status);
    }
  }

  /** Nothing more will be sent. */
  public static void closed(HttpExchange exchange) {
    ServedExchange served = SERVED.get(exchange);
    if (served != null) {
      served.closed();
    }
  }
}
