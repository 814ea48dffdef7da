package dev.remora.gateway.http1;

import dev.remora.gateway.exchange.Problem;
import io.netty.util.AsciiString;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.nio.charset.StandardCharsets;

/**
 * Reads header lines (RFC 9112, section 5) and takes none that two readers could take in two ways:
 * no folded lines, no white space around the name, no control characters in the value.
 */
final class FieldLines {
  private final HeadLimits limits;
  private final Problem tooLarge;
  private Http1xHeaders headers;
  private int bytes;
  private int count;

  FieldLines(HeadLimits limits, Problem tooLarge) {
    this.limits = limits;
    this.tooLarge = tooLarge;
  }

  /** Begins with another message. */
  void begin() {
    headers = Http1xHeaders.httpHeaders(null);
    bytes = 0;
    count = 0;
  }

  /** What was read so far. */
  Http1xHeaders headers() {
    return headers;
  }

  /** How long the next line may be, its end included. */
  int room() {
    return limits.bytes() - bytes;
  }

  /** What is told of a line that is longer than {@link #room}. */
  Problem tooLarge() {
    return tooLarge;
  }

  /** Takes a line that is not empty, without its end. */
  void line(byte[] line, int length) throws BadMessage {
    bytes += length + 2;
    if (bytes > limits.bytes() || ++count > limits.count()) {
      throw new BadMessage(tooLarge);
    }
    int colon = 0;
    while (colon < length && Octets.isToken(line[colon])) {
      colon++;
    }
    if (colon == 0 || colon == length || line[colon] != ':') {
      throw new BadMessage(Refusals.HEADER);
    }
    int from = colon + 1;
    int to = length;
    while (from < to && Octets.isBlank(line[from])) {
      from++;
    }
    while (to > from && Octets.isBlank(line[to - 1])) {
      to--;
    }
    for (int i = from; i < to; i++) {
      if (!Octets.isValue(line[i])) {
        throw new BadMessage(Refusals.HEADER);
      }
    }
    headers.add(
        new AsciiString(line, 0, colon, true),
        (CharSequence) new String(line, from, to - from, StandardCharsets.ISO_8859_1));
  }
}
