package dev.remora.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** A complete answer of the gateway's own. Immutable. */
public interface Reply {
  /** The status, 200 to 599. */
  int status();

  /** Names and values in turn. */
  List<String> headers();

  /** The same, where they depend on the exchange. */
  default List<String> headers(Exchange exchange) {
    return headers();
  }

  /** The body, made for this exchange; null: none. */
  Buffer body(Exchange exchange);
}
