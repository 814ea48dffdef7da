package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.lang.invoke.MethodHandles;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of a request as it is written, which is not what the JDK keeps: of the agent's headers
 * there is nothing in the request, where a redirect, an authenticator or the application would find
 * them. Lives in the loader of {@code java.net.http}.
 */
public final class SentHead {
  private static final String CRLF = "\r\n";

  private SentHead() {}

  /**
   * A head in HTTP/1.1.
   *
   * @param head as the JDK would write it, one buffer
   * @return the same, or what is to be written instead
   */
  public static List<ByteBuffer> http1(
      MethodHandles.Lookup lookup, Object request, List<ByteBuffer> head) {
    String[] headers = Door.isOpen() ? headers(Internals.of(lookup), request) : null;
    if (headers == null || head.size() != 1) {
      return head;
    }
    String text = StandardCharsets.US_ASCII.decode(head.get(0).duplicate()).toString();
    return List.of(ByteBuffer.wrap(with(headers, text).getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * A head in HTTP/2, after it was logged and before it is encoded.
   *
   * @param frame as the JDK would encode it
   * @return the same, or what is to be encoded instead
   */
  public static Object http2(MethodHandles.Lookup lookup, Object frame) throws Throwable {
    Internals internals = Door.isOpen() ? Internals.of(lookup) : null;
    HeadInternals more = internals == null ? null : HeadInternals.of(lookup);
    String[] headers = more == null ? null : headers(internals, more.request(frame));
    if (headers == null) {
      return frame;
    }
    Map<String, List<String>> ours = new TreeMap<>();
    more.systemHeaders(frame).map().forEach((name, values) -> keep(headers, name, values, ours));
    for (int i = 0; i < headers.length; i += 2) {
      ours.put(headers[i], List.of(headers[i + 1]));
    }
    return more.copy(
        frame,
        HttpHeaders.of(ours, (name, value) -> true),
        HttpHeaders.of(more.userHeaders(frame).map(), (name, value) -> !isReplaced(headers, name)));
  }

  private static void keep(
      String[] headers, String name, List<String> values, Map<String, List<String>> kept) {
    if (!isReplaced(headers, name)) {
      kept.put(name, values);
    }
  }

  private static String[] headers(Internals internals, Object request) {
    Placement placement = internals == null ? null : internals.placement(request);
    return placement == null ? null : placement.headers();
  }

  private static String with(String[] headers, String head) {
    StringBuilder text = new StringBuilder(head.length() + 256);
    int end;
    for (int at = 0; (end = head.indexOf(CRLF, at)) > at; at = end + CRLF.length()) {
      int colon = head.indexOf(':', at);
      if (at == 0 || colon < 0 || colon > end || !isReplaced(headers, head.substring(at, colon))) {
        text.append(head, at, end).append(CRLF);
      }
    }
    for (int i = 0; i < headers.length; i += 2) {
      text.append(headers[i]).append(": ").append(headers[i + 1]).append(CRLF);
    }
    return text.append(CRLF).toString();
  }

  private static boolean isReplaced(String[] headers, String name) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
