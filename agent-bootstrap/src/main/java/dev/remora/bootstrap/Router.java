package dev.remora.bootstrap;

/** What stands behind the {@link Door}. */
public interface Router {
  /** See {@link Door#route(String, Request)}. */
  Call route(String host, Request request);

  /** See {@link Door#received}. */
  default Serving received(Inbound request) {
    return null;
  }

  /** Takes note of an error of the agent's own on the request path; must return quickly. */
  void fault(Throwable error);
}
