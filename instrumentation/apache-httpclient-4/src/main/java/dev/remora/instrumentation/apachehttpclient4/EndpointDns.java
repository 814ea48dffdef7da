package dev.remora.instrumentation.apachehttpclient4;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.http.conn.DnsResolver;

/**
 * Stands before the resolver of a client that does not heed a host's address (before 4.4), and
 * knows what a service's name means while a connection to one of its endpoints is made.
 */
public final class EndpointDns implements DnsResolver {
  private static final ThreadLocal<Attempt> CONNECTING = new ThreadLocal<>();

  private final DnsResolver resolver;

  private EndpointDns(DnsResolver resolver) {
    this.resolver = resolver;
  }

  /** Stands before {@code resolver}, once. */
  public static DnsResolver before(DnsResolver resolver) {
    return resolver instanceof EndpointDns ? resolver : new EndpointDns(resolver);
  }

  /** This thread's attempt is being connected. */
  public static void begin() {
    CONNECTING.set(Attempt.current());
  }

  /** It is no longer. */
  public static void end() {
    CONNECTING.remove();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Attempt connecting = CONNECTING.get();
    return connecting != null && connecting == Attempt.current()
        ? connecting.addresses()
        : resolver.resolve(host);
  }
}
