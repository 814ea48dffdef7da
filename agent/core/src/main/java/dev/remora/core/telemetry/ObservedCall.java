package dev.remora.core.telemetry;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;

/**
 * Is told what becomes of one call. As thread-safe as the call itself: one thing is told at a time.
 */
public interface ObservedCall {
  /** Why an attempt is made. */
  enum Reason {
    /** The call begins. */
    FIRST,
    /** The endpoint before could not be connected: nothing had been sent. */
    FAILOVER,
    /** The attempt before failed or was turned away. */
    RETRY,
    /** The attempts under way take long. */
    HEDGE
  }

  /**
   * What each attempt carries so that the service's records join this one: trace context, and
   * nothing secret.
   *
   * @return names in lower case and values in turn; null: nothing. Not to be changed
   */
  String[] headers();

  /**
   * An attempt begins.
   *
   * @param now when it begins, which after a pause before a retry is later than this is told
   * @return what {@link #ended(int, Outcome, int, Throwable, long)} is to be told of it
   */
  int attempted(LiveEndpoint endpoint, Reason reason, long now);

  /**
   * An attempt has ended.
   *
   * @param attempt as {@link #attempted} answered
   * @param status of its response, or 0
   * @param failure what the client threw; null where there was a response, or nothing is known
   */
  void ended(int attempt, Outcome outcome, int status, Throwable failure, long now);

  /**
   * The call has ended; only the first time counts.
   *
   * @param status of the response that the application gets, or 0
   * @param failure what the application gets in its place; null where nothing is known
   */
  void ended(Outcome outcome, int status, Throwable failure, long now);

  /**
   * The call ends before its first attempt: it is not sent at all.
   *
   * @param why one line, without secrets
   */
  void rejected(String why, long now);
}
