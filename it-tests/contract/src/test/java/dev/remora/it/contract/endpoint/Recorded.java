package dev.remora.it.contract.endpoint;

import dev.remora.it.app.Header;
import java.util.ArrayList;
import java.util.List;

/** One request as it arrived. */
public final class Recorded {
  /** The framing of a request that the client gave up before its end. */
  static final String BROKEN_OFF = "broken off";

  private final Origin origin;
  private final String protocol;
  private final String head;
  private volatile String body = "";
  private volatile String framing = "none";
  private volatile boolean complete;
  private volatile int arrival = 1;
  private volatile boolean left;

  /**
   * A request of which the head has arrived.
   *
   * @param head an HTTP/1.1 head as it came, a character a byte; or the fields of an HTTP/2 one, a
   *     line each, pseudo-header fields first as they came
   */
  public Recorded(Origin origin, String protocol, String head) {
    this.origin = origin;
    this.protocol = protocol;
    this.head = head;
  }

  /** On which endpoint and connection it came. */
  public Origin origin() {
    return origin;
  }

  /** {@code HTTP/1.1} or {@code h2}. */
  public String protocol() {
    return protocol;
  }

  /** The head as it came, without the empty line at its end. */
  public String head() {
    return head;
  }

  /** The body, without its framing, a character a byte. */
  public String body() {
    return body;
  }

  /** Whether the body has come, or never will. */
  boolean complete() {
    return complete;
  }

  /** Whether the client gave the request up before its end. */
  public boolean brokenOff() {
    return framing.equals(BROKEN_OFF);
  }

  void complete(String framing, String body) {
    this.framing = framing;
    this.body = body;
    this.complete = true;
  }

  /** Whether the client was seen to give it up before there was an answer. */
  public boolean left() {
    return left;
  }

  void leave() {
    left = true;
  }

  /** How many requests for this target had come when this one had, itself included. */
  int arrival() {
    return arrival;
  }

  void arrival(int number) {
    arrival = number;
  }

  /** The method of the request. */
  public String method() {
    return http2() ? field(":method") : word(0);
  }

  /** The request target as it came, for example {@code /a%20b?c}. */
  public String target() {
    return http2() ? field(":path") : word(1);
  }

  /** {@code Host} or {@code :authority}; null without either. */
  public String authority() {
    return field(http2() ? ":authority" : "Host");
  }

  /** The value of the only field of this name, or null without one. */
  public String field(String name) {
    List<String> values = fields(name);
    return values.isEmpty() ? null : String.join(" and ", values);
  }

  /** All values of the fields of this name. */
  public List<String> fields(String name) {
    List<String> values = new ArrayList<>();
    for (Header header : headers()) {
      if (header.name.equalsIgnoreCase(name)) {
        values.add(header.value);
      }
    }
    return values;
  }

  /** All that is compared, readable; the names and ports in it are those of its world. */
  public String render() {
    if (protocol.equals("SOCKS")) {
      // Which target is named depends on whether the JVM itself can resolve it.
      return "to %s over SOCKS".formatted(origin.server());
    }
    return "to %s over %s%s%s%n%s%nbody: %s %s"
        .formatted(
            origin.server(),
            protocol,
            origin.tls() ? ", TLS" : "",
            origin.sni() == null ? "" : ", SNI " + origin.sni(),
            head.replace("\r\n", "\n"),
            framing,
            body.length() <= 2_000 ? body : body.length() + " bytes, hash " + body.hashCode());
  }

  @Override
  public String toString() {
    return origin + ": " + method() + " " + target();
  }

  private boolean http2() {
    return protocol.equals("h2");
  }

  private String word(int index) {
    String[] words = lines()[0].split(" ", -1);
    return index < words.length ? words[index] : "";
  }

  private String[] lines() {
    return head.split("\r\n", -1);
  }

  private List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    for (String line : lines()) {
      int colon = line.indexOf(':', 1);
      if (colon > 0) {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).trim()));
      }
    }
    return headers;
  }
}
