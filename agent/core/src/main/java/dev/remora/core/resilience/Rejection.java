package dev.remora.core.resilience;

/** What has rejected a call. */
public enum Rejection {
  /** It needs a token, and there is none that it may carry. */
  TOKEN,

  /** Too many calls have failed. */
  BREAKER,

  /** As many are under way as may be. */
  CONCURRENCY,

  /** The service accepts too few. */
  THROTTLE
}
