package dev.remora.bootstrap;

/**
 * What the agent may ask of a request that came in. A server's integration gives one; it is read on
 * the thread that serves the request, inside of {@link Door#received} alone, as servers use their
 * requests again.
 */
public abstract class Inbound {
  /** The method as it was sent. */
  public abstract String method();

  /** Path and query as they were sent; null: not known. */
  public abstract String target();

  /** {@code http} or {@code https}. */
  public abstract String scheme();

  /** Whom the request was sent to, as its {@code Host} says, without port; null: not known. */
  public abstract String serverAddress();

  /** The port that goes with it; 0: not known. */
  public abstract int serverPort();

  /** The IP address of the connection's other end; null: not known. */
  public abstract String peerAddress();

  /** The port that goes with it; 0: not known. */
  public abstract int peerPort();

  /** As in the request's line, such as {@code HTTP/1.1}; null: not known. */
  public abstract String protocol();

  /** The first value of a header, whose name is compared without regard to case; or null. */
  public abstract String header(String name);
}
