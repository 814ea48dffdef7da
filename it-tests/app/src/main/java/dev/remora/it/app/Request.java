package dev.remora.it.app;

import java.util.ArrayList;
import java.util.List;

/** One request the application makes. */
public final class Request {
  public String method = "GET";

  /** As the application writes it; may be no valid URL at all. */
  public String url;

  /** In order, names may repeat. {@code Expect: 100-continue} has its own field. */
  public List<Header> headers = new ArrayList<>();

  /** Null: none. */
  public Body body;

  /** Ask the endpoint to agree before the body is sent, in the client's own way. */
  public boolean expectContinue;

  /** When positive, {@link #whenCancelled} runs so long after the request began. */
  public int cancelAfterMs;

  /** When positive, the calling thread is interrupted so long after the request began. */
  public int interruptAfterMs;

  /** The application's own thread is interrupted already when it makes the request. */
  public boolean interrupted;

  /** When positive, the application waits so long before it makes the request. */
  public int waitMs;

  /** The application reads the first byte of the answer's body and closes it. */
  public boolean abandon;

  private Runnable cancel;
  private boolean cancelled;

  /**
   * A driver hands over how its call is cancelled, as soon as there is one.
   *
   * @param cancel runs at most once, on another thread, when it is time to cancel
   */
  public void whenCancelled(Runnable cancel) {
    synchronized (this) {
      this.cancel = cancel;
      if (!cancelled) {
        return;
      }
    }
    cancel.run();
  }

  void cancel() {
    Runnable run;
    synchronized (this) {
      cancelled = true;
      run = cancel;
    }
    if (run != null) {
      run.run();
    }
  }

  Request copy(String url) {
    Request copy = new Request();
    copy.method = method;
    copy.url = url;
    copy.headers = headers;
    copy.body = body;
    copy.expectContinue = expectContinue;
    copy.cancelAfterMs = cancelAfterMs;
    copy.interruptAfterMs = interruptAfterMs;
    copy.interrupted = interrupted;
    copy.waitMs = waitMs;
    copy.abandon = abandon;
    return copy;
  }
}
