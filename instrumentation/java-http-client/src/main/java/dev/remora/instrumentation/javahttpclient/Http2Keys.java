package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import java.net.InetSocketAddress;

/**
 * Keys of the HTTP/2 pool that name the endpoint: the JDK's own have nothing but host and port, and
 * JDK 11 takes them from the URI. Lives in the loader of {@code java.net.http}.
 */
public final class Http2Keys {
  /** Where the request goes that this thread is looking up a connection for. */
  private static final ThreadLocal<EndpointAddress> LOOKED_UP = new ThreadLocal<>();

  private Http2Keys() {}

  /**
   * A connection for {@code request} is about to be looked up by this thread.
   *
   * @return false: not ours
   */
  public static boolean lookingUp(MethodHandles.Lookup lookup, Object request) throws Throwable {
    Internals internals = Internals.of(lookup);
    Placement placement = internals == null ? null : internals.place(request);
    if (placement == null) {
      return false;
    }
    LOOKED_UP.set(placement.endpointAddress());
    return true;
  }

  /** Ends what {@link #lookingUp} began. */
  public static void lookedUp() {
    LOOKED_UP.remove();
  }

  /**
   * The key for the request being looked up, in place of the JDK's. It is the first thing the JDK
   * asks for; what this thread does meanwhile for other requests must not see it.
   */
  public static String ofRequest(String key) {
    EndpointAddress address = LOOKED_UP.get();
    if (address == null) {
      return key;
    }
    LOOKED_UP.remove();
    return at(address, key);
  }

  /** The key for {@code connection}, in place of the JDK's. */
  public static String ofConnection(MethodHandles.Lookup lookup, Object connection, String key)
      throws Throwable {
    Internals internals = Internals.of(lookup);
    InetSocketAddress address = internals == null ? null : internals.address(connection);
    return address instanceof EndpointAddress ? at((EndpointAddress) address, key) : key;
  }

  /** Keeps "S:" or "C:", secure or clear text. */
  private static String at(EndpointAddress address, String key) {
    return key.substring(0, 2) + address.key();
  }
}
