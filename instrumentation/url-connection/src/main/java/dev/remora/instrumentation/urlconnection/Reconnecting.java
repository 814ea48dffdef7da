package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;

/**
 * What {@code HttpURLConnection} keeps to itself: giving a connection of the application's another
 * inner client, as the JDK does when it connects, and the headers that it shows to nobody. Lives in
 * the bootstrap loader.
 */
public final class Reconnecting {
  private static volatile Reconnecting known;
  private static volatile boolean failed;

  private final MethodHandle getNewHttpClient;
  private final MethodHandle connectTimeout;
  private final MethodHandle readTimeout;
  private final MethodHandle setReadTimeout;
  private final MethodHandle http;
  private final MethodHandle requests;
  private final MethodHandle findValue;

  private Reconnecting(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Access connection = Access.of("sun.net.www.protocol.http.HttpURLConnection", lookup);
    Class<?> client = Class.forName("sun.net.www.http.HttpClient", false, null);
    getNewHttpClient =
        connection.method("getNewHttpClient", client, URL.class, Proxy.class, int.class);
    connectTimeout = connection.getter("connectTimeout", int.class);
    readTimeout = connection.getter("readTimeout", int.class);
    setReadTimeout =
        Access.of(client.getName(), lookup).method("setReadTimeout", void.class, int.class);
    http = connection.setter("http", client);
    Class<?> header = Class.forName("sun.net.www.MessageHeader", false, null);
    requests = connection.getter("requests", header);
    findValue = Access.of(header.getName(), lookup).method("findValue", String.class, String.class);
  }

  /** Whether {@link #know} has still to be called. */
  public static boolean isUnknown() {
    return known == null && !failed;
  }

  /** Takes what {@code HttpURLConnection} itself may do. */
  public static void know(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    // Should it fail, then once.
    failed = true;
    known = new Reconnecting(lookup);
  }

  /** Null: not possible. */
  static Reconnecting known() {
    return known;
  }

  /** A header that {@code connection} is going to send, credentials included; or null. */
  String header(HttpURLConnection connection, String name) {
    try {
      return (String) findValue.invoke(requests.invoke(connection), name);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives {@code connection} a client for its URL, new or kept; returns that. */
  Object reconnect(HttpURLConnection connection) throws Throwable {
    // As they are: what the application has not set is negative, and the system's holds.
    int timeout = (int) connectTimeout.invoke(connection);
    Object client =
        (Object) getNewHttpClient.invoke(connection, connection.getURL(), Proxy.NO_PROXY, timeout);
    http.invoke(connection, client);
    setReadTimeout.invoke(client, (int) readTimeout.invoke(connection));
    return client;
  }
}
