package dev.remora.gateway.exchange;

/** What a request says before its body: all that the choice of a route depends on. */
public interface RequestHead {
  /** The method, as it came. */
  String method();

  /** Whom the request was sent to, in lower case, without port. */
  String host();

  /** What it asks for. */
  Target target();

  /** The first value of one of its headers, or null. */
  String header(CharSequence name);

  /** Who sent it. */
  Client client();
}
