package dev.remora.gateway.testing;

/** Plain requests on connections of their own. */
public final class Requests {
  private Requests() {}

  /**
   * Sends a request for the host {@code shop.example} and waits for all of the answer.
   *
   * @param line method and target
   * @param headers lines without their ends
   */
  public static String send(int port, String line, String... headers) {
    return sendBody(port, line, "", headers);
  }

  /** As {@link #send} with what follows the head, which the headers must tell of. */
  public static String sendBody(int port, String line, String body, String... headers) {
    StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\n");
    boolean named = false;
    for (String header : headers) {
      named |= header.toLowerCase(java.util.Locale.ROOT).startsWith("host:");
      request.append(header).append("\r\n");
    }
    request.append(named ? "" : "Host: shop.example\r\n").append("Connection: close\r\n\r\n");
    try (RawClient client = new RawClient(port)) {
      client.send(request.append(body).toString());
      return client.readUntilClosed(10_000);
    }
  }
}
