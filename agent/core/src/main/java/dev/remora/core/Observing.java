package dev.remora.core;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.core.telemetry.ObservedCall.Reason;
import dev.remora.core.telemetry.Telemetry;

/**
 * Tells what becomes of a call to whoever observes it, if anybody does. What an observer throws is
 * not the call's business: it must neither fail nor count wrong for it.
 */
final class Observing {
  private Observing() {}

  /** Null: nobody observes the call. */
  static ObservedCall begin(
      Telemetry telemetry, String service, String host, RequestInfo request, long now) {
    if (telemetry == null || request == null) {
      return null;
    }
    try {
      return telemetry.begin(service, host, request, now);
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  static String[] headers(ObservedCall call) {
    if (call == null) {
      return null;
    }
    try {
      return call.headers();
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  static int attempted(ObservedCall call, LiveEndpoint endpoint, Reason reason, long now) {
    if (call == null) {
      return 0;
    }
    try {
      return call.attempted(endpoint, reason, now);
    } catch (RuntimeException | LinkageError e) {
      return 0;
    }
  }

  static void ended(
      ObservedCall call, int attempt, Outcome outcome, int status, Throwable failure, long now) {
    if (call != null) {
      try {
        call.ended(attempt, outcome, status, failure, now);
      } catch (RuntimeException | LinkageError e) {
        // An attempt that is not recorded, no more.
      }
    }
  }

  static void ended(ObservedCall call, Outcome outcome, int status, Throwable failure, long now) {
    if (call != null) {
      try {
        call.ended(outcome, status, failure, now);
      } catch (RuntimeException | LinkageError e) {
        // A call that is not recorded, no more.
      }
    }
  }

  static void rejected(ObservedCall call, String why, long now) {
    if (call != null) {
      try {
        call.rejected(why, now);
      } catch (RuntimeException | LinkageError e) {
        // A call that is not recorded, no more.
      }
    }
  }
}
