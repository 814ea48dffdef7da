package dev.remora.gateway.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;

/**
 * The first line of a response (RFC 9112, section 4). Its reason is checked, and dropped.
 *
 * @param status 100 to 599
 */
record StatusLine(HttpVersion version, int status) {
  private static final int STATUS_AT = 9;
  private static final int STATUS_END = 12;
  private static final byte[] NAME = {'H', 'T', 'T', 'P', '/', '1', '.'};

  static StatusLine parse(byte[] line, int length) throws BadMessage {
    boolean good = length >= STATUS_END && line[STATUS_AT - 1] == ' ';
    for (int i = 0; good && i < NAME.length; i++) {
      good = line[i] == NAME[i];
    }
    for (int i = STATUS_AT; good && i < STATUS_END; i++) {
      good = line[i] >= '0' && line[i] <= '9';
    }
    // Many leave out the space where there is no reason.
    good = good && (length == STATUS_END || line[STATUS_END] == ' ');
    for (int i = STATUS_END; good && i < length; i++) {
      good = Octets.isValue(line[i]);
    }
    good = good && (line[NAME.length] == '0' || line[NAME.length] == '1');
    if (!good) {
      throw new BadMessage("no status line of HTTP/1");
    }
    int status =
        (line[STATUS_AT] - '0') * 100
            + (line[STATUS_AT + 1] - '0') * 10
            + (line[STATUS_AT + 2] - '0');
    if (status < 100 || status > 599) {
      throw new BadMessage("a status that is none");
    }
    return new StatusLine(
        line[NAME.length] == '1' ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0, status);
  }

  boolean isHttp10() {
    return version.equals(HttpVersion.HTTP_1_0);
  }

  /** Whether the connection may be used again, as far as the head says. */
  boolean keepsAlive(HttpHeaders headers) {
    boolean keeps = !isHttp10();
    if (headers.get(HttpHeaderNames.CONNECTION) == null) {
      return keeps;
    }
    for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String each : value.split(",", -1)) {
        String option = each.trim();
        if (option.equalsIgnoreCase("close")) {
          return false;
        }
        keeps |= option.equalsIgnoreCase("keep-alive");
      }
    }
    return keeps;
  }
}
