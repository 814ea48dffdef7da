package dev.remora.instrumentation.urlconnection;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The reading of a response's head, and what follows. Lives in the bootstrap loader. */
public final class Heads {
  private static final int CONTINUE = 100;

  private Heads() {}

  /**
   * A client of ours begins to read.
   *
   * @param lookup the client's, where {@link Access} needs it
   * @param arguments of the method that reads: first the head to be filled, last the connection
   * @param kept whether the client's connection has served other requests before
   * @param streaming whether the request's body is gone
   * @return null: the client does so again by itself, or its response is there
   */
  public static RoutedConnection begin(
      MethodHandles.Lookup lookup,
      Object client,
      Object[] arguments,
      boolean kept,
      boolean streaming)
      throws Throwable {
    RoutedConnection routed = RoutedConnection.of(connection(arguments));
    if (routed == null || routed.isReading()) {
      return null;
    }
    Internals internals = Internals.of(lookup);
    routed.reading(kept, streaming || Reconnecting.known() == null);
    routed.enter();
    limit(routed, internals.socket(client));
    return routed;
  }

  private static HttpURLConnection connection(Object[] arguments) {
    return (HttpURLConnection) arguments[arguments.length - 1];
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
   * A client of ours has read.
   *
   * @param interim whether the client waits for 100 Continue
   * @param valid what reading has returned
   * @param failure what it has thrown, or null
   * @return what is to be returned in the end, or thrown
   */
  public static Object end(
      RoutedConnection routed,
      Object client,
      Object[] arguments,
      boolean interim,
      boolean valid,
      Throwable failure)
      throws Throwable {
    Internals internals = Internals.found();
    Object current = client;
    Object end = failure == null ? (Object) valid : failure;
    try {
      while (isTriedAgain(internals, routed, arguments[0], interim, end)) {
        Object sent = internals.requests(current);
        Object poster = internals.poster(current);
        discard(internals, routed, current, arguments[0], sent, end);
        try {
          routed.reopening();
          current = Reconnecting.known().reconnect(connection(arguments));
          internals.send(current, sent, poster);
          routed.reading(internals.isKept(current), false);
          limit(routed, internals.socket(current));
          end = internals.parse(current, arguments);
        } catch (Throwable e) {
          end = e;
        }
      }
      return end;
    } finally {
      routed.unlimit(internals.socket(current));
      routed.read();
      routed.exit();
    }
  }

  private static boolean isTriedAgain(
      Internals internals, RoutedConnection routed, Object head, boolean interim, Object end)
      throws Throwable {
    if (end instanceof Throwable) {
      // The body is sent when 100 Continue does not come, and the response after that counts.
      return !(interim && end instanceof SocketTimeoutException) && routed.retry((Throwable) end);
    }
    int status = internals.status(head);
    if (status == CONTINUE) {
      return false;
    }
    if (status < 0) {
      routed.failed(new IOException("Invalid Http response"));
      return false;
    }
    return routed.retry(status, status < 400 ? null : internals.find(head, "Retry-After"));
  }

  private static void discard(
      Internals internals,
      RoutedConnection routed,
      Object client,
      Object head,
      Object sent,
      Object end)
      throws Throwable {
    routed.unlimit(internals.socket(client));
    if (end instanceof Throwable) {
      internals.close(client);
      return;
    }
    try {
      internals.discard(client, head, sent);
    } catch (IOException e) {
      internals.close(client);
    }
  }
}
