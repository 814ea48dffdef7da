package dev.remora.instrumentation.apachehttpclient5;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.Lock;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.SSLSessionInitializer;
import org.apache.hc.core5.reactor.ssl.SSLSessionVerifier;
import org.apache.hc.core5.reactor.ssl.TlsDetails;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/** Stands, for one request of the client's, for the shared connection that it goes over. */
final class RoutedSession implements ProtocolIOSession {
  private final H2Session way;
  private volatile ProtocolIOSession session;
  private volatile AsyncRequest request;
  private volatile SharedExchange exchange;
  private volatile boolean spared;

  RoutedSession(H2Session way, ProtocolIOSession session) {
    this.way = way;
    this.session = session;
    this.request = way.request();
  }

  ProtocolIOSession current() {
    return session;
  }

  void moveTo(IOSession found) {
    session =
        found instanceof RoutedSession
            ? ((RoutedSession) found).session
            : (ProtocolIOSession) found;
  }

  /** Lets the client close nothing: only the request has failed. */
  void spare() {
    spared = true;
  }

  @Override
  public void enqueue(Command command, Command.Priority priority) {
    if (!(command instanceof RequestExecutionCommand)) {
      session.enqueue(command, priority);
      return;
    }
    RequestExecutionCommand execution = (RequestExecutionCommand) command;
    SharedExchange before = exchange;
    if (before != null) {
      follow(before, execution, priority);
    } else if (request.isOpen()) {
      SharedExchange first = new SharedExchange(this, way, request, execution, priority);
      exchange = first;
      first.begin();
    } else {
      session.enqueue(command, priority);
    }
  }

  /** Another request on what the client got for an earlier one: a redirect's. */
  private void follow(
      SharedExchange before, RequestExecutionCommand execution, Command.Priority priority) {
    Object here = way.key(request);
    if (before.attempt().status() == HttpStatus.SC_UNAUTHORIZED) {
      session.enqueue(answer(execution), priority);
      return;
    }
    AsyncRequest next = way.next();
    if (next == null) {
      session.enqueue(execution, priority);
      return;
    }
    String rejection = next.rejection();
    if (rejection != null) {
      AsyncClientExchangeHandler handler = execution.getExchangeHandler();
      try {
        handler.failed(new RequestFailedException(rejection));
      } finally {
        handler.releaseResources();
      }
      return;
    }
    request = next;
    SharedExchange following = new SharedExchange(this, way, next, execution, priority);
    exchange = following;
    if (way.key(next).equals(here)) {
      following.begin();
    } else {
      following.leave();
    }
  }

  private RequestExecutionCommand answer(RequestExecutionCommand execution) {
    return new RequestExecutionCommand(
        new ChallengeAnswer(execution.getExchangeHandler(), request),
        execution.getPushHandlerFactory(),
        execution.getCancellableDependency(),
        execution.getContext());
  }

  @Override
  public void close() {
    close(CloseMode.GRACEFUL);
  }

  @Override
  public void close(CloseMode mode) {
    request.giveUp();
    if (spared) {
      spared = false;
    } else {
      session.close(mode);
    }
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public String getId() {
    return session.getId();
  }

  @Override
  public IOEventHandler getHandler() {
    return session.getHandler();
  }

  @Override
  public void upgrade(IOEventHandler handler) {
    session.upgrade(handler);
  }

  @Override
  public Lock getLock() {
    return session.getLock();
  }

  @Override
  public boolean hasCommands() {
    return session.hasCommands();
  }

  @Override
  public Command poll() {
    return session.poll();
  }

  @Override
  public ByteChannel channel() {
    return session.channel();
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return session.getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return session.getLocalAddress();
  }

  @Override
  public int getEventMask() {
    return session.getEventMask();
  }

  @Override
  public void setEventMask(int mask) {
    session.setEventMask(mask);
  }

  @Override
  public void setEvent(int event) {
    session.setEvent(event);
  }

  @Override
  public void clearEvent(int event) {
    session.clearEvent(event);
  }

  @Override
  public Status getStatus() {
    return session.getStatus();
  }

  @Override
  public Timeout getSocketTimeout() {
    return session.getSocketTimeout();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    session.setSocketTimeout(timeout);
  }

  @Override
  public long getLastReadTime() {
    return session.getLastReadTime();
  }

  @Override
  public long getLastWriteTime() {
    return session.getLastWriteTime();
  }

  @Override
  public long getLastEventTime() {
    return session.getLastEventTime();
  }

  @Override
  public void updateReadTime() {
    session.updateReadTime();
  }

  @Override
  public void updateWriteTime() {
    session.updateWriteTime();
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    return session.read(destination);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return session.write(source);
  }

  @Override
  public void startTls(
      SSLContext context,
      NamedEndpoint endpoint,
      SSLBufferMode mode,
      SSLSessionInitializer initializer,
      SSLSessionVerifier verifier,
      Timeout timeout) {
    session.startTls(context, endpoint, mode, initializer, verifier, timeout);
  }

  @Override
  public void startTls(
      SSLContext context,
      NamedEndpoint endpoint,
      SSLBufferMode mode,
      SSLSessionInitializer initializer,
      SSLSessionVerifier verifier,
      Timeout timeout,
      FutureCallback<TransportSecurityLayer> callback) {
    session.startTls(context, endpoint, mode, initializer, verifier, timeout, callback);
  }

  @Override
  public TlsDetails getTlsDetails() {
    return session.getTlsDetails();
  }

  @Override
  public NamedEndpoint getInitialEndpoint() {
    return session.getInitialEndpoint();
  }
}
