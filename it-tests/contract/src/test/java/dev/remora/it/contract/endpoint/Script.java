package dev.remora.it.contract.endpoint;

import dev.remora.it.app.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * How every endpoint answers: as the first segment of the path asks. It never tells which endpoint
 * it is, so that answers can be compared.
 *
 * <p>{@code /first/2/status/503} answers the first two requests for that very target as the rest
 * says, and the others well; {@code /at/A/reset} does so at endpoint A alone.
 */
final class Script {
  private static final byte[] OK = bytes("ok");
  private static final byte[] PIECE = bytes("0123456789abcdef");

  private static final Pattern FIRST = Pattern.compile("/first/(\\d+)(/.*)");
  private static final Pattern AT = Pattern.compile("/at/([A-Z])(/.*)");

  private Script() {}

  static void answer(Exchange exchange) throws IOException, InterruptedException {
    String path = chosen(exchange.request());
    String[] words = path.split("[/?]", -1);
    String first = words.length > 1 ? words[1] : "";
    if (first.equals("refuse")) {
      whole(exchange, 417, List.of(header("Connection", "close")), bytes("refused"));
      exchange.close();
      return;
    }
    exchange.receive();
    switch (first) {
      case "echo" -> whole(exchange, 200, List.of(), bytes(echo(exchange.request())));
      case "status" -> status(exchange, number(words, 2));
      case "redirect" -> {
        if (path.contains("to=")) {
          redirect(exchange, number(words, 2), after(path, "to="));
        } else {
          whole(exchange, 200, List.of(), OK);
        }
      }
      case "loop" -> redirect(exchange, 302, "/loop");
      case "set-cookie" ->
          whole(
              exchange,
              200,
              List.of(
                  header("Set-Cookie", "session=abc; Path=/"),
                  header("Set-Cookie", "theme=dark; Path=/; HttpOnly")),
              OK);
      case "many-headers" -> whole(exchange, 200, manyHeaders(), OK);
      case "cacheable" ->
          whole(
              exchange,
              200,
              List.of(
                  header("Cache-Control", "public, max-age=60"),
                  header("Vary", "Authorization, User-Agent")),
              OK);
      case "large-headers" ->
          whole(exchange, 200, List.of(header("X-Large", "x".repeat(6_000))), OK);
      case "auth" -> authenticate(exchange);
      case "basic" -> {
        if (String.valueOf(exchange.request().field("Authorization")).startsWith("Basic ")) {
          whole(exchange, 200, List.of(), OK);
        } else {
          challenge(exchange);
        }
      }
      case "push" -> {
        exchange.push(after(path, "?"));
        whole(exchange, 200, List.of(), OK);
      }
      case "slow" -> {
        Thread.sleep(number(words, 2));
        whole(exchange, 200, List.of(), OK);
      }
      case "watched" -> {
        if (exchange.isLeftWithin(number(words, 2))) {
          exchange.request().leave();
          exchange.close();
        } else {
          whole(exchange, 200, List.of(), OK);
        }
      }
      case "late-redirect" -> {
        Thread.sleep(number(words, 2));
        redirect(exchange, 302, after(path, "to="));
      }
      case "late-reset" -> {
        Thread.sleep(number(words, 2));
        exchange.reset();
      }
      case "late" -> {
        Thread.sleep(number(words, 2));
        status(exchange, number(words, 3));
      }
      case "attempt" ->
          whole(
              exchange,
              number(words, 2),
              manyHeaders(),
              bytes("attempt " + exchange.request().arrival()));
      case "retry-after" ->
          whole(exchange, 502, List.of(header("Retry-After", words[2])), bytes("come back"));
      case "stall" -> {
        exchange.head(200, List.of(), 4);
        exchange.write(OK);
        Thread.sleep(number(words, 2));
        exchange.write(OK);
        exchange.end(List.of());
      }
      case "drip" -> drip(exchange, number(words, 2), number(words, 3));
      case "large" -> large(exchange, number(words, 2));
      case "chunked" -> drip(exchange, 3, 0);
      case "gzip" -> gzip(exchange);
      case "trailers" -> {
        exchange.head(200, List.of(header("Trailer", "X-Sum")), Exchange.UNKNOWN);
        exchange.write(OK);
        exchange.end(List.of(header("X-Sum", "42")));
      }
      case "hints" -> {
        exchange.interim(103, List.of(header("Link", "</style.css>; rel=preload")));
        // Closed, since a client that takes 103 for the answer waits for more of it.
        whole(exchange, 200, List.of(header("Connection", "close")), OK);
        exchange.close();
      }
      case "until-close" -> {
        exchange.head(200, List.of(), Exchange.UNTIL_CLOSE);
        exchange.write(OK);
        exchange.end(List.of());
        exchange.close();
      }
      case "close" -> {
        whole(exchange, 200, List.of(header("Connection", "close")), OK);
        exchange.close();
      }
      case "then-close" -> {
        whole(exchange, 200, List.of(), OK);
        exchange.close();
      }
      case "truncated" -> {
        exchange.head(200, List.of(), 100);
        exchange.write(OK);
        exchange.close();
      }
      case "garbage" -> {
        exchange.raw(bytes("THIS IS NO HTTP\r\n\r\n"));
        exchange.close();
      }
      case "nothing" -> exchange.close();
      case "reset" -> exchange.reset();
      default -> whole(exchange, 200, List.of(header("X-Served", "yes")), OK);
    }
  }

  /** The path, without the conditions that come first. */
  private static String chosen(Recorded request) {
    String path = path(request.target());
    Matcher first = FIRST.matcher(path);
    if (first.matches()) {
      return request.arrival() <= Integer.parseInt(first.group(1)) ? first.group(2) : "/ok";
    }
    Matcher at = AT.matcher(path);
    if (at.matches()) {
      return request.origin().endpoint().equals(at.group(1)) ? at.group(2) : "/ok";
    }
    return path;
  }

  private static void whole(Exchange exchange, int status, List<Header> headers, byte[] body)
      throws IOException {
    boolean none = status == 204 || status == 304;
    exchange.head(status, headers, none ? 0 : body.length);
    if (!none && !exchange.request().method().equals("HEAD")) {
      exchange.write(body);
    }
    exchange.end(List.of());
  }

  private static void status(Exchange exchange, int status) throws IOException {
    whole(exchange, status, List.of(), bytes("status " + status));
  }

  private static void redirect(Exchange exchange, int status, String to) throws IOException {
    whole(exchange, status, List.of(header("Location", to)), bytes("moved"));
  }

  private static void authenticate(Exchange exchange) throws IOException {
    if (exchange.request().field("Authorization") == null) {
      challenge(exchange);
    } else {
      whole(exchange, 200, List.of(), OK);
    }
  }

  private static void challenge(Exchange exchange) throws IOException {
    whole(
        exchange,
        401,
        List.of(header("WWW-Authenticate", "Basic realm=\"orders\"")),
        bytes("who are you?"));
  }

  private static void drip(Exchange exchange, int pieces, int pauseMs)
      throws IOException, InterruptedException {
    exchange.head(200, List.of(), Exchange.UNKNOWN);
    for (int i = 0; i < pieces; i++) {
      if (i > 0) {
        Thread.sleep(pauseMs);
      }
      exchange.write(PIECE);
    }
    exchange.end(List.of());
  }

  private static void large(Exchange exchange, int bytes) throws IOException {
    exchange.head(200, List.of(), bytes);
    byte[] part = new byte[16_384];
    Arrays.fill(part, (byte) 'x');
    for (int left = bytes; left > 0; left -= part.length) {
      exchange.write(left >= part.length ? part : Arrays.copyOf(part, left));
    }
    exchange.end(List.of());
  }

  private static void gzip(Exchange exchange) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes("squeezed ".repeat(50)));
    }
    whole(exchange, 200, List.of(header("Content-Encoding", "gzip")), out.toByteArray());
  }

  private static List<Header> manyHeaders() {
    return List.of(
        header("X-One", "1"),
        header("x-two", "2"),
        header("X-One", "one again"),
        header("X-EMPTY", ""),
        header("Link", "</a>; rel=next"),
        header("Link", "</b>; rel=prev"));
  }

  private static String echo(Recorded request) {
    return request.method() + " " + path(request.target()) + "\n" + request.body();
  }

  /** The target without scheme and authority, which it has on its way to a proxy. */
  private static String path(String target) {
    int scheme = target.indexOf("://");
    if (scheme < 0 || target.startsWith("/")) {
      return target;
    }
    int slash = target.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : target.substring(slash);
  }

  private static String after(String text, String mark) {
    int at = text.indexOf(mark);
    return text.substring(at + mark.length());
  }

  private static int number(String[] words, int index) {
    return Integer.parseInt(words[index]);
  }

  private static Header header(String name, String value) {
    return new Header(name, value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
