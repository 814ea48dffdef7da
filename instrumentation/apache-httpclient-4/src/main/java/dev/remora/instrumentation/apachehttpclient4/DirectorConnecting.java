package dev.remora.instrumentation.apachehttpclient4;

import java.net.InetAddress;
import org.apache.http.HttpHost;
import org.apache.http.client.protocol.ClientContext;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.params.BasicHttpParams;
import org.apache.http.params.DefaultedHttpParams;
import org.apache.http.params.HttpConnectionParams;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;

/** As {@link Connecting}, for clients from before 4.3. */
public final class DirectorConnecting {
  private static final ThreadLocal<Attempt> OPENING = new ThreadLocal<>();

  private DirectorConnecting() {}

  /**
   * Begins to open a connection of this thread's attempt.
   *
   * @return the host to connect, or null: the connection goes where it was to go anyway
   */
  public static HttpHost begin(HttpHost host, SchemeRegistry registry, HttpContext context) {
    Attempt attempt = Attempt.to(host);
    if (attempt == null) {
      return null;
    }
    Object own = context == null ? null : context.getAttribute(ClientContext.SCHEME_REGISTRY);
    SchemeRegistry schemes = own instanceof SchemeRegistry ? (SchemeRegistry) own : registry;
    Scheme scheme = schemes.get(host.getSchemeName());
    if (scheme != null && SocksFactories.contains(scheme.getSchemeSocketFactory())) {
      attempt.leaveAlone();
      return attempt.logical().getTargetHost();
    }
    OPENING.set(attempt);
    return attempt.host();
  }

  /** What the connection is made by, with as much time as it may take. */
  public static HttpParams limited(HttpParams params) {
    int own = HttpConnectionParams.getConnectionTimeout(params);
    int shorter = Attempt.connectTimeout(own);
    if (shorter == own) {
      return params;
    }
    HttpParams limited = new BasicHttpParams();
    HttpConnectionParams.setConnectionTimeout(limited, shorter);
    return new DefaultedHttpParams(limited, params);
  }

  /** Ends it. */
  public static void end() {
    OPENING.remove();
  }

  /**
   * What a name means while a connection is opened.
   *
   * @return null: what it means otherwise
   */
  public static InetAddress[] addresses() {
    Attempt opening = OPENING.get();
    return opening != null && opening == Attempt.current() ? opening.addresses() : null;
  }
}
