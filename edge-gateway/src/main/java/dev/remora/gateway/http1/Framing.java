package dev.remora.gateway.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/**
 * Where a message's body ends (RFC 9112, section 6.3), told in one way only: whatever two readers
 * could take in two ways is refused, also where the RFC would allow to mend it.
 */
final class Framing {
  /** In place of a length: in chunks. */
  static final long CHUNKED = -1;

  /** 18 digits: no overflow anywhere. */
  private static final int MOST_DIGITS = 18;

  private Framing() {}

  /** In place of a length: until the connection is closed. */
  static final long UNTIL_CLOSE = -2;

  /** In place of a length: there is no message, the next one counts. */
  static final long NO_MESSAGE = -3;

  /** In place of a length: what follows is no HTTP. */
  static final long SWITCHED = -4;

  /** The length of the body in bytes, or {@link #CHUNKED}. */
  static long ofRequest(HttpHeaders headers, boolean isHttp10) throws BadMessage {
    // Some origins take an underscore for a hyphen.
    if (headers.contains("content_length") || headers.contains("transfer_encoding")) {
      throw new BadMessage(Refusals.LENGTH);
    }
    long length = of(headers, isHttp10);
    return length == UNTIL_CLOSE ? 0 : length;
  }

  /** As the headers tell: {@link #UNTIL_CLOSE} if they tell nothing. */
  static long of(HttpHeaders headers, boolean isHttp10) throws BadMessage {
    boolean isLong = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      return isLong ? length(headers.getAll(HttpHeaderNames.CONTENT_LENGTH)) : UNTIL_CLOSE;
    }
    if (isLong || isHttp10) {
      throw new BadMessage(Refusals.LENGTH);
    }
    coding(headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
    return CHUNKED;
  }

  private static long length(List<String> values) throws BadMessage {
    String value = values.get(0);
    int digits = value.length();
    boolean plain = values.size() == 1 && digits > 0 && digits <= MOST_DIGITS;
    for (int i = 0; i < digits && plain; i++) {
      plain = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    // With zeros in front some readers take it for octal.
    if (!plain || (digits > 1 && value.charAt(0) == '0')) {
      throw new BadMessage(Refusals.LENGTH);
    }
    return Long.parseLong(value);
  }

  private static void coding(List<String> values) throws BadMessage {
    String value = values.get(0);
    if (values.size() == 1 && value.equalsIgnoreCase("chunked")) {
      return;
    }
    boolean known = values.size() == 1 && isOtherCoding(value.toLowerCase(Locale.ROOT));
    throw new BadMessage(known ? Refusals.CODING : Refusals.LENGTH);
  }

  /** Whether it is a coding that the gateway just does not know, and the framing is clear. */
  private static boolean isOtherCoding(String value) {
    return value.matches("(gzip|x-gzip|deflate|compress|x-compress|br|zstd)( ?, ?chunked)?");
  }
}
