package dev.remora.it.app;

/**
 * How the application uses one HTTP client. It is written as an application would be: it knows
 * nothing of the agent, of services or of the test. A driver has a public constructor without
 * parameters and is compiled against the oldest version of the client that is supported.
 */
public interface Driver {
  /**
   * Builds a client, set up as {@code options} say and with the client's own defaults otherwise.
   *
   * @throws Unsupported when the client has no such option
   */
  Client open(Options options) throws Exception;

  /** One client object of the library, used for all requests of a command and closed after them. */
  interface Client extends AutoCloseable {
    /**
     * Makes one request the way an application would (for an asynchronous variant: with the
     * client's callback or future, waiting here for its end), reads the answer to its end, and
     * tells all of it. Is called by many threads at once in some cases.
     *
     * <p>Everything the client throws goes out of here as it is, or as the cause of an {@link
     * java.util.concurrent.ExecutionException} where that is what the application would see.
     *
     * @throws Unsupported when the client cannot make such a request
     */
    Reply send(Request request) throws Exception;

    /** Closes the client's connections, where it can. */
    @Override
    default void close() throws Exception {}
  }
}
