package dev.remora.instrumentation.okhttp;

import dev.remora.bootstrap.Door;
import okhttp3.Request;

/**
 * The head of a request as a codec writes it. Everybody else, from interceptors to the cache, has
 * the request without the agent's headers.
 */
public final class SentHead {
  private static final String AUTHORIZATION = "authorization";

  private SentHead() {}

  /** What is to be written in place of {@code request}, or that itself. */
  public static Request of(Request request) {
    RoutedRequest current = RoutedRequest.current();
    String[] headers = current == null ? null : current.headers(request);
    if (headers == null) {
      return request;
    }
    Request.Builder builder = request.newBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      // A network interceptor may have set one since the agent was told of the request.
      if (headers[i].equals(AUTHORIZATION) && request.header(AUTHORIZATION) != null) {
        continue;
      }
      try {
        builder.header(headers[i], headers[i + 1]);
      } catch (IllegalArgumentException refused) {
        // Its message may have the value in it.
        Door.fault(new IllegalArgumentException("OkHttp refuses the value of " + headers[i]));
      }
    }
    return builder.build();
  }
}
