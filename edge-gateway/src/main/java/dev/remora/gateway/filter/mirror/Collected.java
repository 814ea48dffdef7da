package dev.remora.gateway.filter.mirror;

import dev.remora.gateway.exchange.BodyStep;
import dev.remora.gateway.exchange.Exchange;
import io.vertx.core.buffer.Buffer;

/** Keeps a copy of a body as long as it is short, and has it sent when it is complete. */
final class Collected implements BodyStep {
  private final Exchange exchange;
  private final String service;
  private final long most;
  private Buffer copy = Buffer.buffer();

  Collected(Exchange exchange, String service, long most) {
    this.exchange = exchange;
    this.service = service;
    this.most = most;
  }

  @Override
  public Buffer data(Buffer piece) {
    if (copy != null) {
      copy = copy.length() + piece.length() > most ? null : copy.appendBuffer(piece);
    }
    return piece;
  }

  @Override
  public Buffer end() {
    if (copy != null) {
      exchange.mirror(service, copy);
    }
    return null;
  }
}
