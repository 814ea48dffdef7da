package dev.remora.telemetry.trace;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.telemetry.ObservedCall.Reason;

/** What became of one attempt. */
final class AttemptRecord {
  final LiveEndpoint endpoint;
  final Reason reason;
  final long began;

  /** Null: it has not ended, or nobody has told. */
  Outcome outcome;

  int status;
  String errorType;
  long ended;

  AttemptRecord(LiveEndpoint endpoint, Reason reason, long began) {
    this.endpoint = endpoint;
    this.reason = reason;
    this.began = began;
  }
}
