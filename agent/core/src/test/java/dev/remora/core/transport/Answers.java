package dev.remora.core.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A callback to wait for. */
final class Answers implements Callback {
  private final CompletableFuture<Response> outcome = new CompletableFuture<>();
  private volatile String thread;

  static Answers to(Peer peer, Request request) {
    Answers answers = new Answers();
    answers.pending = peer.send(request, answers);
    return answers;
  }

  PendingRequest pending;

  @Override
  public void answered(Response response) {
    thread = Thread.currentThread().getName();
    outcome.complete(response);
  }

  @Override
  public void failed(Exception cause) {
    thread = Thread.currentThread().getName();
    outcome.completeExceptionally(cause);
  }

  String thread() {
    return thread;
  }

  boolean isDone() {
    return outcome.isDone();
  }

  Response response() throws Exception {
    return outcome.get(15, TimeUnit.SECONDS);
  }

  Throwable failure() throws InterruptedException, TimeoutException {
    try {
      Response response = outcome.get(15, TimeUnit.SECONDS);
      throw new AssertionError("answered " + response);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
