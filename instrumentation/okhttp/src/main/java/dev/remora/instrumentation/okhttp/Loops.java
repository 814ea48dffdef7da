package dev.remora.instrumentation.okhttp;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** The beginning of OkHttp's loop, which each version has elsewhere. */
public final class Loops {
  private Loops() {}

  /**
   * From OkHttp 3.4 on.
   *
   * @param interceptor that has the loop
   * @return null: nothing is routed at present
   */
  public static RoutedRequest enter(Object interceptor, Interceptor.Chain chain) throws Throwable {
    if (!Door.isOpen()) {
      return null;
    }
    Call call = Versions.call(chain);
    return RoutedRequest.enter(
        chain.request(),
        call == null ? Cancelling.ofInterceptor(interceptor) : Cancelling.of(call));
  }

  /** Before OkHttp 3.4; null: nothing is routed at present. */
  public static RoutedRequest enter(Call call, Request request) {
    return Door.isOpen() ? RoutedRequest.enter(request, Cancelling.of(call)) : null;
  }

  /**
   * A connection is about to be looked for. From OkHttp 3.4 on.
   *
   * @return what is to be thrown instead, or null
   */
  public static IOException connecting(Object interceptor, Interceptor.Chain chain)
      throws Throwable {
    RoutedRequest current = RoutedRequest.current();
    if (current == null || !current.isOurs()) {
      return null;
    }
    int own = Versions.readTimeoutMillis(chain);
    if (own < 0) {
      // The field is there for as long as chains don't tell.
      OkHttpClient client =
          (OkHttpClient) interceptor.getClass().getField("client").get(interceptor);
      own = client.readTimeoutMillis();
    }
    return current.connecting(own);
  }

  /** The same before OkHttp 3.4. */
  public static IOException connecting(OkHttpClient client) {
    RoutedRequest current = RoutedRequest.current();
    return current == null || !current.isOurs()
        ? null
        : current.connecting(client.readTimeoutMillis());
  }
}
