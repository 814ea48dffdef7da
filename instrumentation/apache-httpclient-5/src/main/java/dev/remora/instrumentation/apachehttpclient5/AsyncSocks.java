package dev.remora.instrumentation.apachehttpclient5;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * Whether an asynchronous client's connections lead through the application's SOCKS proxy. Only the
 * reactor's configuration tells, and that has no getter; it is asked when a connection is made.
 */
public final class AsyncSocks {
  private static final String REACTOR = "org.apache.hc.core5.reactor.DefaultConnectingIOReactor";

  private AsyncSocks() {}

  /** Whether {@code initiator} connects through a SOCKS proxy. */
  public static boolean isUsed(ConnectionInitiator initiator) {
    if (initiator == null || !initiator.getClass().getName().equals(REACTOR)) {
      return false;
    }
    try {
      Object worker = Array.get(field(initiator, "workers"), 0);
      return ((IOReactorConfig) field(worker, "reactorConfig")).getSocksProxyAddress() != null;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }
}
