package dev.remora.instrumentation.apachehttpclient4;

import java.util.function.Supplier;
import org.apache.http.HttpMessage;
import org.apache.http.HttpRequest;

/**
 * The head of an attempt that this thread is about to write, for which the agent may have headers.
 * They are found here by what turns heads into bytes, and by nothing before that: only for the very
 * request that was handed to the connection, whatever else the thread sends meanwhile, and once.
 */
public final class WrittenHead {
  private static final ThreadLocal<WrittenHead> CURRENT = new ThreadLocal<>();

  private final Supplier<String[]> headers;
  private final WrittenHead outer;

  /** Null when it has been written. */
  private HttpRequest request;

  private WrittenHead(HttpRequest request, Supplier<String[]> headers) {
    this.request = request;
    this.headers = headers;
    this.outer = CURRENT.get();
    CURRENT.set(this);
  }

  /**
   * Begins to send an attempt.
   *
   * @param headers asked just before it is written; gives names and values in turn, or null
   */
  static WrittenHead begin(HttpRequest request, Supplier<String[]> headers) {
    return new WrittenHead(request, headers);
  }

  /** The attempt has been sent, or has failed. */
  void end() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** What is to be written for {@code message}: mostly that. */
  public static HttpMessage written(HttpMessage message) {
    WrittenHead head = CURRENT.get();
    if (head == null || head.request != message) {
      return message;
    }
    HttpRequest request = head.request;
    head.request = null;
    String[] headers = head.headers.get();
    return headers == null ? message : WrittenRequest.of(request, headers);
  }
}
