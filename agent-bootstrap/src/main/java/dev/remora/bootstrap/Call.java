package dev.remora.bootstrap;

import java.net.InetAddress;

/**
 * One request to a service: the endpoint it goes to now, the way on when that one fails, and what
 * became of it.
 *
 * <p>A call belongs to one request and is not thread-safe; a client that hands a request from
 * thread to thread must do so with a happens-before edge, as they all do. A call and its hedges may
 * be told how they end by several threads at once.
 */
public abstract class Call {
  /**
   * The endpoint's IP address, <em>named as the application named the service</em>: a socket
   * connects to the IP, while TLS verifies the certificate against the logical name.
   */
  public abstract InetAddress address();

  /** The endpoint's port, 1 to 65535. */
  public abstract int port();

  /**
   * Why the request must not be sent, for the application to read in the client's own exception;
   * null: send it. Asked once, before anything is done for the request; a request that is rejected
   * counts nowhere, and its end need not be told.
   */
  public abstract String rejection();

  /** See {@link Door#headers(Call)}. */
  protected abstract String[] headers();

  /** See {@link Door#connectTimeoutMillis(Call, long)}. */
  protected abstract long connectTimeoutMillis(long own);

  /** See {@link Door#attemptTimeoutMillis(Call, long)}. */
  protected abstract long attemptTimeoutMillis(long own);

  /** See {@link Door#failover(Call, Throwable)}. */
  protected abstract boolean failover(Throwable failure);

  /** See {@link Door#responded(Call, int)}. */
  protected abstract void responded(int status);

  /** See {@link Door#failed(Call, Throwable)}. */
  protected abstract void failed(Throwable failure);

  /** See {@link Door#cancelled(Call)}. */
  protected abstract void cancelled();

  /** See {@link Door#retry(Call, int, String)}. */
  protected abstract long retry(int status, String retryAfter);

  /** See {@link Door#retry(Call, Throwable)}. */
  protected abstract long retry(Throwable failure);

  /** See {@link Door#hedgeAfterMillis(Call)}. */
  protected abstract long hedgeAfterMillis();

  /** See {@link Door#hedge(Call)}. */
  protected abstract Call hedge();
}
