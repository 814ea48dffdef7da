package dev.remora.instrumentation.apachehttpclient5;

import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;

/** An exchange over HTTP/2 connections that are shared with other exchanges. */
final class SharedExchange extends AsyncExchange implements FutureCallback<IOSession>, Cancellable {
  private final RoutedSession session;
  private final H2Session way;
  private final RequestExecutionCommand command;
  private final Command.Priority priority;
  private volatile ComplexCancellable stream;

  SharedExchange(
      RoutedSession session,
      H2Session way,
      AsyncRequest request,
      RequestExecutionCommand command,
      Command.Priority priority) {
    super(request, command.getExchangeHandler());
    this.session = session;
    this.way = way;
    this.command = command;
    this.priority = priority;
    CancellableDependency clients = command.getCancellableDependency();
    if (clients != null) {
      clients.setDependency(this);
    }
  }

  @Override
  void send(AsyncAttempt next) {
    ComplexCancellable begun = new ComplexCancellable();
    stream = begun;
    session
        .current()
        .enqueue(
            new RequestExecutionCommand(
                next, command.getPushHandlerFactory(), begun, command.getContext()),
            priority);
  }

  /** The connection is as good as ever, though the client thinks that it has failed. */
  @Override
  void abort() {
    session.spare();
    stream.cancel();
  }

  /** What is still to come of the response is of no use. */
  @Override
  void moveOn(AsyncAttempt discarded) {
    if (discarded.isUnderWay()) {
      stream.cancel();
    }
    leave();
  }

  /** Goes on with a connection to where the call is now. */
  void leave() {
    way.following(request, this).run();
  }

  /** The application gives up. */
  @Override
  public boolean cancel() {
    AsyncAttempt last = attempt();
    boolean between = last == null || last.isDiscarded();
    request.giveUp();
    if (!between) {
      return stream.cancel();
    }
    try {
      client.cancel();
    } finally {
      client.releaseResources();
    }
    return true;
  }

  /** Whoever gives it up has told the client. */
  @Override
  void givenUp() {}

  @Override
  public void completed(IOSession found) {
    session.moveTo(found);
    found();
  }

  @Override
  public void failed(Exception e) {
    fail(e);
  }

  @Override
  public void cancelled() {
    fail(null);
  }

  @Override
  long ownTimeoutMillis() {
    return 0;
  }
}
