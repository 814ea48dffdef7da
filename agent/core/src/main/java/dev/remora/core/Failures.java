package dev.remora.core;

import dev.remora.core.resilience.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells why an attempt got no response from what the client has thrown. */
final class Failures {
  /** Clients wrap three or four deep; the bound is against cycles. */
  private static final int DEPTH = 10;

  private Failures() {}

  /** What {@code failure}, as the client's own code saw it, says. */
  static Failure of(Throwable failure) {
    if (ConnectFailures.isConnectFailure(failure)) {
      return Failure.CONNECT;
    }
    if (ConnectFailures.isConnectTimeout(failure)) {
      return Failure.CONNECT_TIMEOUT;
    }
    boolean io = false;
    int left = DEPTH;
    for (Throwable t = failure; t != null && left-- > 0; t = t.getCause()) {
      if (isTimeout(t)) {
        return Failure.TIMEOUT;
      }
      if (isAbandoned(t)) {
        return Failure.ABANDONED;
      }
      if (t instanceof CertificateException
          || t instanceof SSLPeerUnverifiedException
          || t instanceof ProtocolException) {
        return Failure.REFUSED;
      }
      io |= t instanceof IOException;
    }
    return io ? Failure.RESET : Failure.ABANDONED;
  }

  private static boolean isTimeout(Throwable t) {
    return ConnectFailures.isTimeout(t)
        // OkHttp's call time-out is a plain one of these.
        || (t.getClass() == InterruptedIOException.class && says(t, "timeout"));
  }

  /**
   * By name too, as the clients' own types are not visible here; and by the message of what {@code
   * Socket} throws after the application has closed it, and OkHttp after {@code Call.cancel}.
   */
  private static boolean isAbandoned(Throwable t) {
    String name = t.getClass().getSimpleName();
    return t instanceof InterruptedException
        || t.getClass() == InterruptedIOException.class
        || t instanceof CancellationException
        || name.equals("ClosedByInterruptException")
        || name.contains("Abort")
        || name.contains("Cancel")
        || (t instanceof IOException && (says(t, "canceled") || says(t, "socket closed")));
  }

  private static boolean says(Throwable t, String message) {
    return t.getMessage() != null && t.getMessage().toLowerCase(Locale.ROOT).equals(message);
  }
}
