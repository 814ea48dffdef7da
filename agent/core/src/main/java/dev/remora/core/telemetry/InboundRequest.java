package dev.remora.core.telemetry;

/**
 * A request that came in, as a server's hook sees it. Read on the thread that serves it, within
 * {@link Telemetry#received} only.
 */
public interface InboundRequest {
  /** The method as it was sent. */
  String method();

  /** Path and query as they were sent; null: not known. */
  String target();

  /** {@code http} or {@code https}. */
  String scheme();

  /** Whom the request was sent to, as its {@code Host} says, without port; null: not known. */
  String serverAddress();

  /** The port that goes with it; 0: not known. */
  int serverPort();

  /** The IP address of the connection's other end; null: not known. */
  String peerAddress();

  /** The port that goes with it; 0: not known. */
  int peerPort();

  /** {@code 1.0}, {@code 1.1}, {@code 2} or {@code 3}; null: not known. */
  String protocolVersion();

  /** The first value of a header, whose name is compared without regard to case; or null. */
  String header(String name);

  /**
   * The bearer token that the request came with where the settings let it be used, for the {@link
   * ObservedRequest#context}; null: there is none.
   */
  String token();
}
