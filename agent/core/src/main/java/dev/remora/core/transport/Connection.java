package dev.remora.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.http2.ssl.ApplicationProtocol;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.TlsDetails;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/** One TCP connection of a {@link Peer}: opened, secured, negotiated, then used and given back. */
final class Connection {
  /** Connections that nobody uses are closed after this. */
  private static final Timeout IDLE_TIMEOUT = Timeout.ofSeconds(30);

  private static final Timeout NO_TIMEOUT = Timeout.DISABLED;

  private final Peer peer;
  private final Transport transport;
  private final HttpHost origin;
  private final SSLContext tls;
  private final AtomicBoolean settled = new AtomicBoolean();

  private InetAddress[] addresses;
  private int next;
  private volatile ProtocolIOSession session;
  private volatile boolean http2;
  private volatile boolean retired;
  private volatile Exception broken;

  /** Exchanges on it; guarded by the peer. */
  int exchanges;

  /** Whether an exchange was on it before; guarded by the peer. */
  boolean used;

  Connection(Peer peer, Transport transport, HttpHost origin, SSLContext tls) {
    this.peer = peer;
    this.transport = transport;
    this.origin = origin;
    this.tls = tls;
  }

  void open(InetAddress[] addresses) {
    this.addresses = addresses;
    transport.connect(this, origin, addresses[next++]);
  }

  /** What the attempt to connect to one address is to tell. */
  FutureCallback<IOSession> tcp(InetSocketAddress address) {
    return new Told<IOSession>() {
      @Override
      public void completed(IOSession opened) {
        session = (ProtocolIOSession) opened;
      }

      @Override
      public void failed(Exception cause) {
        if (next < addresses.length) {
          transport.connect(Connection.this, origin, addresses[next++]);
        } else {
          settle(new IOException("no connection to " + address + ": " + reason(cause), cause));
        }
      }
    };
  }

  /** Starts TLS on a fresh TCP connection, if it is to have any. */
  void secure(ProtocolIOSession opened) {
    if (tls == null) {
      return;
    }
    opened.startTls(
        tls,
        origin,
        null,
        (endpoint, engine) -> demand(engine),
        (endpoint, engine) -> new TlsDetails(engine.getSession(), protocol(engine)),
        Transport.CONNECT_TIMEOUT,
        new Told<TransportSecurityLayer>() {
          @Override
          public void failed(Exception cause) {
            settle(
                new IOException(
                    "no TLS with " + origin.toHostString() + ": " + reason(cause), cause));
          }
        });
  }

  /** Host name verification by the JDK itself, no outdated protocol, HTTP/2 if the peer can. */
  private static void demand(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(TLS.excludeWeak(parameters.getProtocols()));
    try {
      parameters.setApplicationProtocols(
          new String[] {ApplicationProtocol.HTTP_2.id, ApplicationProtocol.HTTP_1_1.id});
    } catch (LinkageError e) {
      // A Java 8 from before update 251 has no ALPN: HTTP/1.1 it is.
    }
    engine.setSSLParameters(parameters);
  }

  private static String protocol(SSLEngine engine) {
    try {
      return engine.getApplicationProtocol();
    } catch (LinkageError | UnsupportedOperationException e) {
      return ApplicationProtocol.HTTP_1_1.id;
    }
  }

  /** What the choice of the protocol is to tell. */
  FutureCallback<ProtocolIOSession> negotiation() {
    return new Told<ProtocolIOSession>() {
      @Override
      public void completed(ProtocolIOSession ready) {
        session = ready;
        TlsDetails details = ready.getTlsDetails();
        http2 =
            details != null
                && ApplicationProtocol.HTTP_2.id.equals(details.getApplicationProtocol());
        if (settled.compareAndSet(false, true)) {
          peer.ready(Connection.this);
        }
      }

      @Override
      public void failed(Exception cause) {
        Exception known = explain(cause);
        String why = known == cause ? "" : ": " + reason(known);
        settle(new IOException(origin.toHostString() + " closed a new connection" + why, known));
      }
    };
  }

  private void settle(IOException failure) {
    if (settled.compareAndSet(false, true)) {
      peer.failed(failure);
    }
  }

  boolean http2() {
    return http2;
  }

  /** Whether another exchange may go over it. */
  boolean usable() {
    ProtocolIOSession current = session;
    if (current == null || retired || !current.isOpen()) {
      return false;
    }
    IOEventHandler handler = current.getHandler();
    return handler instanceof HttpConnection && ((HttpConnection) handler).isOpen();
  }

  void execute(Attempt attempt) {
    ProtocolIOSession current = session;
    current.setSocketTimeout(NO_TIMEOUT);
    current.enqueue(
        new RequestExecutionCommand(attempt, null, attempt.dependency(), HttpCoreContext.create()),
        Command.Priority.NORMAL);
    if (!current.isOpen()) {
      attempt.failed(new ConnectionClosedException());
    }
  }

  /** Nothing is on it any more. */
  void rest() {
    session.setSocketTimeout(IDLE_TIMEOUT);
  }

  /** Takes no exchange any more; those on it may finish. */
  void retire() {
    retired = true;
  }

  /** The connection itself failed; its exchanges may be told no more than that it is closed. */
  void broke(Exception cause) {
    broken = cause;
  }

  /** The better of two explanations for a failed exchange. */
  Exception explain(Exception cause) {
    Exception deeper = broken;
    return deeper != null && cause instanceof ConnectionClosedException ? deeper : cause;
  }

  void close() {
    ProtocolIOSession current = session;
    if (current != null) {
      current.close(CloseMode.IMMEDIATE);
    }
  }

  private static String reason(Exception cause) {
    String message = cause.getMessage();
    return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  /** A callback of which most is of no interest. */
  private abstract static class Told<T> implements FutureCallback<T> {
    @Override
    public void completed(T result) {}

    @Override
    public void cancelled() {
      failed(new ConnectionClosedException("cancelled"));
    }
  }
}
