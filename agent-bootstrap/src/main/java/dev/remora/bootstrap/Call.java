package dev.remora.bootstrap;

import java.net.InetAddress;

/**
 * One request to a service: the endpoint it goes to now, and the way on when that one cannot be
 * connected.
 *
 * <p>A call belongs to one request and is not thread-safe; a client that hands a request from
 * thread to thread must do so with a happens-before edge, as they all do.
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
   * See {@link Door#failover(Call, Throwable)}, which advice calls instead since it never throws.
   */
  protected abstract boolean failover(Throwable failure);
}
