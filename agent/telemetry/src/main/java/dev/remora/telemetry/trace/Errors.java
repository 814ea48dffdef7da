package dev.remora.telemetry.trace;

import dev.remora.core.routing.Outcome;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The attribute {@code error.type}: a status, the class of what was thrown, or a word. */
final class Errors {
  private static final int FIRST_ERROR = 400;
  private static final String[] STATUSES = new String[600];

  static {
    for (int status = FIRST_ERROR; status < STATUSES.length; status++) {
      STATUSES[status] = String.valueOf(status);
    }
  }

  private Errors() {}

  /** Of a call or an attempt; null: it was none. */
  static String ofCall(Outcome outcome, int status, Throwable failure) {
    if (status > 0) {
      return ofStatus(status, FIRST_ERROR);
    }
    if (failure != null) {
      return of(failure);
    }
    switch (outcome) {
      case CANCELLED:
        return "cancelled";
      case OVERTAKEN:
        return "overtaken";
      case CONNECT_FAILURE:
        return "connect_failure";
      default:
        return "no_response";
    }
  }

  /** Of a request that was served; a status below 500 is the caller's fault. */
  static String ofRequest(int status, Throwable failure) {
    if (failure != null) {
      return of(failure);
    }
    return status > 0 ? ofStatus(status, 500) : "no_response";
  }

  private static String ofStatus(int status, int first) {
    return status < first || status >= STATUSES.length ? null : STATUSES[status];
  }

  /** The class alone: a message may quote what must not be recorded. */
  private static String of(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getName();
  }
}
