package dev.remora.core;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * Tells failures to connect, after which nothing of a request can have been sent, from all others.
 *
 * <p>Time-outs are not among them, whatever their type: the application's connect time-out is used
 * up, and trying on would stretch it. So neither {@code SocketTimeoutException}, nor {@code
 * HttpTimeoutException}, nor Netty's {@code ConnectTimeoutException}, although it is a {@link
 * ConnectException}; nor the plain {@code ConnectException} that java.net.http has its own timer
 * throw. The operating system giving up ("Connection timed out") is no time-out of the application
 * and does count.
 */
final class ConnectFailures {
  /** Clients wrap three or four deep; the bound is against cycles. */
  private static final int DEPTH = 10;

  /** {@code jdk.internal.net.http.PlainHttpConnection$ConnectTimerEvent}. */
  private static final String JDK_CLIENT_TIMER = "HTTP connect timed out";

  private ConnectFailures() {}

  /**
   * Whether {@code failure} says that connecting failed and nothing was sent.
   *
   * <p>Some cause in the chain must be a failure to connect. Clients that try several routes attach
   * the failures of the earlier ones as suppressed: there an I/O error of another kind means that
   * an earlier attempt may have sent something.
   */
  static boolean isConnectFailure(Throwable failure) {
    return isConnectFailure(failure, DEPTH);
  }

  private static boolean isConnectFailure(Throwable failure, int depth) {
    boolean connect = false;
    int left = depth;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (left-- <= 0 || isTimeout(t)) {
        return false;
      }
      connect |=
          t instanceof ConnectException
              || t instanceof NoRouteToHostException
              || t instanceof PortUnreachableException;
      for (Throwable suppressed : t.getSuppressed()) {
        boolean harmless = !(suppressed instanceof IOException) && !isTimeout(suppressed);
        if (!harmless && !isConnectFailure(suppressed, left)) {
          return false;
        }
      }
    }
    return connect;
  }

  /**
   * Whether {@code failure} says that connecting took too long, so that nothing was sent: the
   * clients' own {@code ConnectTimeoutException}, {@code HttpConnectTimeoutException}, and the
   * {@code SocketTimeoutException} of {@code Socket.connect}, which its message alone tells from
   * that of a read.
   */
  static boolean isConnectTimeout(Throwable failure) {
    int left = DEPTH;
    for (Throwable t = failure; t != null && left-- > 0; t = t.getCause()) {
      String message = t.getMessage();
      if (JDK_CLIENT_TIMER.equals(message)
          || t.getClass().getSimpleName().contains("ConnectTimeout")
          || (t instanceof SocketTimeoutException
              && message != null
              && message.toLowerCase(Locale.ROOT).contains("connect timed out"))) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code t} alone, without its causes, is a time-out of any kind. */
  static boolean isTimeout(Throwable t) {
    if (JDK_CLIENT_TIMER.equals(t.getMessage())) {
      return true;
    }
    // By name: the clients' own types are not visible here.
    for (Class<?> type = t.getClass(); type != Throwable.class; type = type.getSuperclass()) {
      if (type.getSimpleName().contains("Timeout")) {
        return true;
      }
    }
    return false;
  }
}
