package dev.remora.core.routing;

/** What a decision may depend on of a request. Read on the request's thread, within the call. */
public interface RequestInfo {
  /** The method, in the spelling of the application; null where the client doesn't tell. */
  String method();

  /** Path and query as they are sent; null where the client doesn't tell. */
  String target();

  /** The first value of a header, whose name is compared without regard to case; or null. */
  String header(String name);

  /** Whether the body, if there is one, can be sent a second time. */
  boolean isRepeatable();

  /** Whether it is sent over TLS, so that nobody but the endpoint reads its headers. */
  default boolean isSecure() {
    return false;
  }

  /** The port that the application named, or its scheme's where it named none. */
  default int port() {
    return isSecure() ? 443 : 80;
  }

  /** The request that came in and for which this one is made; null: there is none. */
  default Context context() {
    return null;
  }
}
