package dev.remora.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * An answer that is all there.
 *
 * @param headers names and values in turn
 * @param content the body, which nobody changes; null: none
 */
public record FixedReply(int status, List<String> headers, Buffer content) implements Reply {
  @Override
  public Buffer body(Exchange exchange) {
    return content;
  }
}
