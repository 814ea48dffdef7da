package dev.remora.gateway.exchange;

/**
 * How it went with the service that a request was forwarded to.
 *
 * @param service null: it was not forwarded
 * @param endpoint address and port of the last attempt; null: there was none
 * @param attempts how many were made
 * @param status of the response; 0: there was none
 * @param nanos from the first attempt to the head of the response, or to the failure
 */
public record Upstream(String service, String endpoint, int attempts, int status, long nanos) {
  /** It was not forwarded. */
  public static final Upstream NONE = new Upstream(null, null, 0, 0, 0);
}
