package dev.remora.gateway.exchange;

/**
 * A step of a route: looks at a request before it is forwarded, and at the response before it is
 * handed on. One object serves all requests of its route, on all event loops; what belongs to one
 * request is kept in its {@link Exchange}. No method blocks.
 */
public interface Filter {
  /** What it does, for {@code explain}: one line without secrets. */
  String describe();

  /**
   * Looks at the request.
   *
   * @return true: go on with the next filter; false: the request was answered ({@link
   *     Exchange#reply}), or will go on later ({@link Exchange#proceed}, on its event loop)
   */
  default boolean request(Exchange exchange) {
    return true;
  }

  /**
   * The head of the response is about to be written, the service's or the gateway's own: status and
   * headers may be changed. Only for requests that the filter has seen; the last filter first.
   */
  default void response(Exchange exchange) {}

  /** All is over, however it ended; once for each request that the filter has seen. */
  default void ended(Exchange exchange) {}
}
