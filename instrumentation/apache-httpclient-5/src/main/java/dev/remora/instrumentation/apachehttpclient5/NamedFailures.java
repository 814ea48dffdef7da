package dev.remora.instrumentation.apachehttpclient5;

import java.io.IOException;
import org.apache.hc.client5.http.ConnectExceptionSupport;
import org.apache.hc.core5.http.HttpHost;

/**
 * Failures to connect, as the asynchronous client tells them. Up to 5.1.3 it names the host in them
 * only when it has looked up the address itself; a connection to an endpoint brings its address.
 */
public final class NamedFailures {
  /** The address that was given has had a callback of its own since failures are named in it. */
  private static final boolean NAMED_BY_CLIENT =
      exists("org.apache.hc.client5.http.impl.nio.MultihomeIOSessionRequester$2");

  private NamedFailures() {}

  /**
   * What the client would have made of {@code failure}.
   *
   * @param host the service as the application named it
   * @param endpoint the host that was connected, with its address
   */
  public static Exception of(Exception failure, HttpHost host, HttpHost endpoint) {
    return NAMED_BY_CLIENT || !(failure instanceof IOException)
        ? failure
        : ConnectExceptionSupport.enhance((IOException) failure, host, endpoint.getAddress());
  }

  private static boolean exists(String type) {
    try {
      Class.forName(type, false, NamedFailures.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
