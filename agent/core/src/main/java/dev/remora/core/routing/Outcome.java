package dev.remora.core.routing;

/** How an attempt at an endpoint ended. */
public enum Outcome {
  /** It answered with a status below 500. */
  SUCCESS,

  /** It answered with a status of 500 or above. */
  SERVER_ERROR,

  /** It could not be connected: nothing was sent. */
  CONNECT_FAILURE,

  /** No answer came: the connection broke, or the time was up. */
  NO_RESPONSE,

  /** The application gave up, which says nothing about the endpoint. */
  CANCELLED,

  /**
   * Another attempt of the same call was answered first: it would have taken longer, and whether it
   * would have failed nobody knows.
   */
  OVERTAKEN;

  /** Whether it speaks against the endpoint. */
  public boolean isFailure() {
    return this == SERVER_ERROR || this == CONNECT_FAILURE || this == NO_RESPONSE;
  }

  /** The outcome of an answer with {@code status}. */
  public static Outcome of(int status) {
    return status >= 500 ? SERVER_ERROR : SUCCESS;
  }
}
