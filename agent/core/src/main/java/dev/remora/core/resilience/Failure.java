package dev.remora.core.resilience;

/** Why an attempt got no response. */
public enum Failure {
  /** It could not be connected: nothing was sent. */
  CONNECT,

  /** Connecting took too long: nothing was sent. */
  CONNECT_TIMEOUT,

  /** The answer took too long. */
  TIMEOUT,

  /** The connection broke. */
  RESET,

  /** Something that another attempt does not mend, such as a certificate that is not trusted. */
  REFUSED,

  /** The application gave up, or failed by itself: the endpoint has nothing to do with it. */
  ABANDONED
}
