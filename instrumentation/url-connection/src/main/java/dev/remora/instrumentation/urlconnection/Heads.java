package dev.remora.instrumentation.urlconnection;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;

/** The reading of a response's head, and what follows. Lives in the bootstrap loader. */
public final class Heads {
  /** The head is to be read again: another endpoint has been sent the request. */
  public static final Object AGAIN = new Object();

  private static final int CONTINUE = 100;

  private Heads() {}

  /**
   * A client begins to read.
   *
   * @param url the client's
   * @param connection whose head it reads
   * @param kept whether the client's connection has served other requests before
   * @param streaming whether the request's body is gone
   * @return null: not ours, or the client does so again by itself
   */
  public static RoutedConnection begin(
      URL url, Object connection, boolean kept, boolean streaming, Socket socket) {
    if (!EndpointUrl.isOurs(url.getRef())) {
      return null;
    }
    RoutedConnection routed = RoutedConnection.of((HttpURLConnection) connection);
    if (routed == null || routed.isReading()) {
      return null;
    }
    routed.reading(kept, streaming);
    routed.enter();
    limit(routed, socket);
    return routed;
  }

  /** The client has a connection, maybe one to read from at once. */
  public static void opened(Socket socket) {
    RoutedConnection current = RoutedConnection.current();
    if (current != null && current.isReading()) {
      limit(current, socket);
    }
  }

  private static void limit(RoutedConnection routed, Socket socket) {
    try {
      routed.limit(socket);
    } catch (SocketException closed) {
      // Reading will say so.
    }
  }

  /**
   * A client has read.
   *
   * @param interim whether the client waits for 100 Continue
   * @param failure what reading has thrown, or null
   * @return what is to be thrown, {@link #AGAIN}, or null
   */
  public static Object end(
      MethodHandles.Lookup lookup,
      RoutedConnection routed,
      Object client,
      Object responses,
      boolean interim,
      Socket socket,
      Throwable failure)
      throws Throwable {
    boolean again = false;
    try {
      Internals internals = Internals.of(lookup);
      Throwable result = failure;
      again = isTriedAgain(internals, routed, responses, interim, failure);
      while (again) {
        result = reopen(internals, routed, client);
        if (result == null) {
          return AGAIN;
        }
        again = routed.retry(result);
      }
      return result;
    } finally {
      if (!again) {
        routed.unlimit(socket);
        routed.read();
        routed.exit();
      }
    }
  }

  private static boolean isTriedAgain(
      Internals internals,
      RoutedConnection routed,
      Object responses,
      boolean interim,
      Throwable failure)
      throws Throwable {
    if (failure != null) {
      // The body is sent when 100 Continue does not come, and the response after that counts.
      return !(interim && failure instanceof SocketTimeoutException) && routed.retry(failure);
    }
    int status = internals.status(responses);
    if (status == CONTINUE) {
      return false;
    }
    if (status < 0) {
      routed.failed(new IOException("Invalid Http response"));
      return false;
    }
    return routed.retry(status, status < 400 ? null : internals.retryAfter(responses));
  }

  /** Sends the request to the endpoint that the call stands on; returns what that has thrown. */
  private static Throwable reopen(Internals internals, RoutedConnection routed, Object client)
      throws Throwable {
    routed.reopening(true);
    try {
      internals.reopen(client);
      return null;
    } catch (IOException e) {
      return e;
    } finally {
      routed.reopening(false);
    }
  }
}
