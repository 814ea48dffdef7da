package dev.remora.core.transport;

/** A request under way. */
public interface PendingRequest {
  /** Gives the request up: its callback won't be called any more. May be called at any time. */
  void abandon();
}
