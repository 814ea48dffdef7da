package dev.remora.bootstrap;

/** What stands behind the {@link Door}. */
public interface Router {
  /** See {@link Door#route(String, Request)}. */
  Call route(String host, Request request);

  /** Takes note of an error of the agent's own on the request path; must return quickly. */
  void fault(Throwable error);
}
