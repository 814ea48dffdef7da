package dev.remora.bootstrap;

/**
 * What the agent may ask of a request that it routes. An integration gives one where it can see the
 * request; it is read on the request's thread, or the one that hedges it, inside of the doors'
 * methods alone.
 */
public abstract class Request {
  /** The method, in the spelling of the application. */
  public abstract String method();

  /** Path and query as they are sent; null where the client doesn't tell. */
  public abstract String target();

  /** The first value of a header, whose name is compared without regard to case; or null. */
  public abstract String header(String name);

  /** Whether the body, if there is one, can be sent a second time. */
  public abstract boolean isRepeatable();

  /** Whether it is sent over TLS, so that nobody but the endpoint reads its headers. */
  public boolean isSecure() {
    return false;
  }

  /** The port that the application named; 0: it named none, or the client doesn't tell. */
  public int port() {
    return 0;
  }
}
