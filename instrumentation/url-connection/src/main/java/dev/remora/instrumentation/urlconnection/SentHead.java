package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandles;
import java.net.URL;

/**
 * The head of a request as it is written, which is not what the JDK keeps: of the agent's headers
 * there is nothing where a redirect, a repetition or the application would find them. Lives in the
 * bootstrap loader.
 */
public final class SentHead {
  private SentHead() {}

  /**
   * A head that a client of ours is about to write.
   *
   * @param lookup the client's, where {@link Access} needs it
   * @param url the client's
   * @return what to write in place of {@code head}; null: that
   */
  public static Object of(MethodHandles.Lookup lookup, URL url, Object head) throws Throwable {
    RoutedConnection current = RoutedConnection.current();
    if (current == null || !current.host().equals(EndpointUrl.logicalHost(url))) {
      return null;
    }
    String[] headers = current.headers();
    return headers == null ? null : Internals.of(lookup).with(headers, head);
  }
}
