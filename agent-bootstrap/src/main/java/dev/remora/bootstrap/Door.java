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
   * The answer to {@link #retry} of one of several attempts that are made at once: another is under
   * way, or has been answered. What this one got is to be thrown away, and nothing done.
   */
  public static final long ELSEWHERE = -2;

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
    return route(host, null);
  }

  /**
   * As {@link #route(String)}, for a request that is known and whose end will be told: each attempt
   * of the call ends with one of {@link #responded}, {@link #failed}, {@link #cancelled}, {@link
   * #failover} that is true, and {@link #retry} that is not negative. A second end is ignored, so
   * an integration tells it wherever it notices; one that is never told counts as in flight for
   * ever.
   *
   * @param request null: it is not known, and no end will be told
   */
  public static Call route(String host, Request request) {
    Router current = router;
    if (current == null || host == null) {
      return null;
    }
    try {
      return current.route(host, request);
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
   *     on it, try again with the time-outs asked for anew; false: {@link #retry(Call, Throwable)}
   *     or {@link #failed} has still to end the attempt
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

  /** The attempt of {@code call} got the head of a final response. */
  public static void responded(Call call, int status) {
    if (call != null) {
      try {
        call.responded(status);
      } catch (Throwable e) {
        fault(e);
      }
    }
  }

  /** The attempt of {@code call} ended without a response. */
  public static void failed(Call call, Throwable failure) {
    if (call != null) {
      try {
        call.failed(failure);
      } catch (Throwable e) {
        fault(e);
      }
    }
  }

  /** The application gave up before there was a response, which says nothing of the endpoint. */
  public static void cancelled(Call call) {
    if (call != null) {
      try {
        call.cancelled();
      } catch (Throwable e) {
        fault(e);
      }
    }
  }

  /**
   * Ends the attempt in place of {@link #responded}, and moves {@code call} on if the response is
   * one after which it is tried again. Where a client can't do that it tells {@link #responded}.
   *
   * @param status of the response, which is to be thrown away if the answer is not negative
   * @param retryAfter the response's {@code Retry-After} as it came, or null
   * @return how many milliseconds to wait before the next attempt, for which the call is placed
   *     already; -1: hand the response to the application; {@link #ELSEWHERE} where {@link #hedge}
   *     has made attempts beside
   */
  public static long retry(Call call, int status, String retryAfter) {
    if (call == null) {
      return -1;
    }
    try {
      return call.retry(status, retryAfter);
    } catch (Throwable e) {
      fault(e);
      return -1;
    }
  }

  /**
   * Ends the attempt in place of {@link #failed}, and moves {@code call} on if the failure is one
   * after which it is tried again, though something may have been sent; to be asked after {@link
   * #failover} has said false.
   *
   * @return as {@link #retry(Call, int, String)}; -1: hand the failure to the application
   */
  public static long retry(Call call, Throwable failure) {
    if (call == null || failure == null) {
      return -1;
    }
    try {
      return call.retry(failure);
    } catch (Throwable e) {
      fault(e);
      return -1;
    }
  }

  /**
   * After how long {@code call} is to be hedged, if none of its attempts has got a response by
   * then; asked when an attempt was begun, and after each {@link #hedge}. Where a client can't do
   * that it does not ask.
   *
   * @return milliseconds, at least 1; -1: it is not hedged, or not once more
   */
  public static long hedgeAfterMillis(Call call) {
    if (call == null) {
      return -1;
    }
    try {
      return call.hedgeAfterMillis();
    } catch (Throwable e) {
      fault(e);
      return -1;
    }
  }

  /**
   * Begins another attempt of {@code call} beside those that are under way, which may be on another
   * thread. It has time-outs and ends of its own, told by the same methods. {@link #retry} decides
   * between them:
   *
   * <ul>
   *   <li>{@link #ELSEWHERE}: not this one;
   *   <li>-1: this one is the application's. All others are over and have to be given up; how they
   *       end need not be told.
   *   <li>A pause: all have ended, and {@code call} itself, not the hedge, is placed for the next.
   * </ul>
   *
   * {@link #responded}, {@link #failed} and {@link #cancelled} of any of them end the whole call.
   *
   * @return null: it is better not made
   */
  public static Call hedge(Call call) {
    if (call == null) {
      return null;
    }
    try {
      return call.hedge();
    } catch (Throwable e) {
      fault(e);
      return null;
    }
  }

  /**
   * The headers that the attempt is to be sent with besides those of the application; asked for
   * each attempt once it is placed, just before its head is written. Each replaces all headers of
   * the same name in what is written, and in nothing else: neither the application, nor a redirect,
   * a retry elsewhere or an answer to a challenge may ever see one, as a token may be among them.
   *
   * @return names in lower case and values in turn; null: none
   */
  public static String[] headers(Call call) {
    if (call == null) {
      return null;
    }
    try {
      return call.headers();
    } catch (Throwable e) {
      fault(e);
      return null;
    }
  }

  /**
   * How long connecting may take; asked before each connect, as earlier ones of the same attempt
   * have used up some of it. Without the question a connect time-out is never moved on from.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   * @return never longer than that; 0 for no limit
   */
  public static long connectTimeoutMillis(Call call, long own) {
    if (call == null) {
      return own;
    }
    try {
      return call.connectTimeoutMillis(own);
    } catch (Throwable e) {
      fault(e);
      return own;
    }
  }

  /**
   * How long the attempt may take from now until the head of the response; asked for each attempt:
   * what {@code own} allows is for all of them together.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   * @return never longer than that; 0 for no limit
   */
  public static long attemptTimeoutMillis(Call call, long own) {
    if (call == null) {
      return own;
    }
    try {
      return call.attemptTimeoutMillis(own);
    } catch (Throwable e) {
      fault(e);
      return own;
    }
  }

  /**
   * A request came in. Its {@link Serving#context} is to be {@link Current} of every thread while
   * that thread serves it, and {@link #served} ends it.
   *
   * @return null: nobody needs to know, serve it as it is
   */
  public static Serving received(Inbound request) {
    Router current = router;
    if (current == null) {
      return null;
    }
    try {
      return current.received(request);
    } catch (Throwable e) {
      fault(e);
      return null;
    }
  }

  /**
   * A request has been served; only the first time counts, so that an integration tells it wherever
   * it notices.
   *
   * @param status of the response, or 0: there was none
   * @param route the server's own pattern that the path matched, such as {@code /orders/{id}};
   *     null: it has none
   * @param failure what the application threw; null: nothing that is known of
   */
  public static void served(Serving serving, int status, String route, Throwable failure) {
    if (serving != null) {
      try {
        serving.ended(status, route, failure);
      } catch (Throwable e) {
        fault(e);
      }
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
