package dev.remora.core.transport;

/**
 * Told once what became of a request, on the I/O thread or, for a time-out, on the timer's: it must
 * not block.
 */
public interface Callback {
  /** The answer is complete, whatever its status. */
  void answered(Response response);

  /** There is no answer. The cause's message holds nothing of the request's headers. */
  void failed(Exception cause);
}
