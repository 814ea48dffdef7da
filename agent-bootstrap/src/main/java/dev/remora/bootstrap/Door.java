package dev.remora.bootstrap;

/**
 * The one door between woven code and the agent. It lives in the bootstrap loader, where every
 * class of the application and of the JDK can reach it, and knows only {@link Router}, whose
 * implementation stays in the agent's isolated loader.
 *
 * <p>No method of it throws, locks or logs: the host application always wins.
 */
public final class Door {
  /**
   * Null while the agent is not installed or is switched off: every request then passes untouched.
   */
  private static volatile Router router;

  private Door() {}

  /** Lets calls through to {@code target}; null closes the door again. */
  public static void open(Router target) {
    router = target;
  }

  /** Whether requests are being routed at present. */
  public static boolean isOpen() {
    return router != null;
  }

  /**
   * Asks where a request to {@code host} goes.
   *
   * @param host the host as the application wrote it, without port; null is "not ours"
   * @return the call to a known service, placed on its first endpoint, or null: not ours, leave the
   *     request alone
   */
  public static Call route(String host) {
    Router current = router;
    if (current == null || host == null) {
      return null;
    }
    try {
      return current.route(host);
    } catch (Throwable e) {
      fault(e);
      return null;
    }
  }

  /**
   * Moves {@code call} on after a failure to connect.
   *
   * @param call the call whose endpoint could not be connected; null moves nowhere
   * @param failure what connecting threw, as the client's own code saw it
   * @return true when nothing had been sent and another endpoint is there: the call is now placed
   *     on it, try again
   */
  public static boolean failover(Call call, Throwable failure) {
    if (call == null || failure == null) {
      return false;
    }
    try {
      return call.failover(failure);
    } catch (Throwable e) {
      fault(e);
      return false;
    }
  }

  /** Takes note of an error of the agent's own on the request path. */
  public static void fault(Throwable error) {
    try {
      Router current = router;
      if (current != null) {
        current.fault(error);
      }
    } catch (Throwable ignored) {
      // There is nobody left to tell: an error of ours never reaches the application.
    }
  }
}
