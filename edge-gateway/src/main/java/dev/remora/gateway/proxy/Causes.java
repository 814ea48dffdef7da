package dev.remora.gateway.proxy;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Tells the mesh of failures in the types that it knows, and clients of their kinds. */
final class Causes {
  /** Causes are nested three or four deep; the bound is against cycles. */
  private static final int DEPTH = 10;

  private Causes() {}

  /** Why an attempt got no response. */
  enum Kind {
    /** Nobody listens there. */
    CONNECT_REFUSED,
    /** There is no way there. */
    CONNECT_FAILED,
    /** No answer to the wish to connect. */
    CONNECT_TIMEOUT,
    /** Certificates, versions and their like. */
    TLS,
    /** Connected, but no head of a response. */
    TIMEOUT,
    /** What came is no response. */
    BAD_RESPONSE,
    /** The connection was closed, and no response had come. */
    RESET
  }

  /** The kind of what {@link #connecting} or {@link #sending} have told of. */
  static Kind kind(Throwable failure) {
    boolean bad = false;
    int left = DEPTH;
    for (Throwable t = failure; t != null && left-- > 0; t = t.getCause()) {
      if (t instanceof SSLException) {
        return Kind.TLS;
      }
      if (t instanceof io.netty.channel.ConnectTimeoutException || t instanceof ConnectTimedOut) {
        return Kind.CONNECT_TIMEOUT;
      }
      if (t instanceof SocketTimeoutException) {
        return Kind.TIMEOUT;
      }
      if (t instanceof ConnectException) {
        return isRefusal(t) ? Kind.CONNECT_REFUSED : Kind.CONNECT_FAILED;
      }
      if (t instanceof NoRouteToHostException) {
        return Kind.CONNECT_FAILED;
      }
      // Connections that break are one or the other: all else was thrown at what has come.
      bad |= !(t instanceof IOException) && !(t instanceof VertxException);
    }
    return bad ? Kind.BAD_RESPONSE : Kind.RESET;
  }

  private static boolean isRefusal(Throwable t) {
    return String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }

  /** Of what kept a connection from being made. */
  static Throwable connecting(Throwable failure) {
    if (failure instanceof IOException) {
      return failure;
    }
    String message = String.valueOf(failure.getMessage());
    return failure instanceof TimeoutException
        ? caused(new ConnectTimedOut(), failure)
        : caused(new ConnectException(message), failure);
  }

  /** Of what ended a request on a connection that was there. */
  static Throwable sending(Throwable failure) {
    return failure instanceof IOException
        ? failure
        : new IOException(String.valueOf(failure.getMessage()), failure);
  }

  private static Throwable caused(IOException told, Throwable by) {
    told.initCause(by);
    return told;
  }

  /** As the JDK's own sockets tell of it, which is how the mesh knows it. */
  private static final class ConnectTimedOut extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    ConnectTimedOut() {
      super("connect timed out");
    }
  }
}
