package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;

/**
 * Gives a connection of the application's another inner client, as the JDK does when it connects,
 * by the {@code Lookup} of woven code. Lives in the bootstrap loader.
 */
public final class Reconnecting {
  private static volatile Reconnecting known;
  private static volatile boolean failed;

  private final MethodHandle getNewHttpClient;
  private final MethodHandle connectTimeout;
  private final MethodHandle readTimeout;
  private final MethodHandle setReadTimeout;
  private final MethodHandle http;

  private Reconnecting(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Class<?> connection = lookup.lookupClass();
    Class<?> client = Class.forName("sun.net.www.http.HttpClient", false, null);
    getNewHttpClient =
        lookup.findVirtual(
            connection,
            "getNewHttpClient",
            MethodType.methodType(client, URL.class, Proxy.class, int.class));
    connectTimeout = lookup.findGetter(connection, "connectTimeout", int.class);
    readTimeout = lookup.findGetter(connection, "readTimeout", int.class);
    setReadTimeout =
        lookup.findVirtual(client, "setReadTimeout", MethodType.methodType(void.class, int.class));
    http = lookup.findSetter(connection, "http", client);
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
