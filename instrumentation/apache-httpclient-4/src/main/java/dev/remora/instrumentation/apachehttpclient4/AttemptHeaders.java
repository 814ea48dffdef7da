package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.net.InetAddress;
import javax.net.ssl.SSLSession;
import org.apache.http.HttpConnection;
import org.apache.http.HttpInetConnection;
import org.apache.http.conn.HttpRoutedConnection;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.nio.conn.ManagedNHttpClientConnection;

/** What the agent adds to an attempt, for a connection that leads where it is to go. */
final class AttemptHeaders {
  private AttemptHeaders() {}

  /**
   * The headers for what is sent over {@code connection}. None for one that does not lead where the
   * call stands, such as one through an application's SOCKS proxy, nor for a plain one although the
   * application wrote https.
   *
   * @param secure whether the agent was told that it is sent over TLS
   * @return names and values in turn, or null
   */
  static String[] of(Call call, boolean secure, HttpConnection connection) {
    String[] headers = Door.headers(call);
    return headers != null && leadsTo(call, connection) && (!secure || session(connection) != null)
        ? headers
        : null;
  }

  private static boolean leadsTo(Call call, HttpConnection connection) {
    if (!(connection instanceof HttpInetConnection)) {
      return false;
    }
    InetAddress peer = ((HttpInetConnection) connection).getRemoteAddress();
    return call.address().equals(peer)
        && call.port() == ((HttpInetConnection) connection).getRemotePort();
  }

  /** The asynchronous client may not be there, so its type comes last. */
  private static SSLSession session(HttpConnection connection) {
    if (connection instanceof ManagedHttpClientConnection) {
      return ((ManagedHttpClientConnection) connection).getSSLSession();
    }
    if (connection instanceof HttpRoutedConnection) {
      return ((HttpRoutedConnection) connection).getSSLSession();
    }
    return ((ManagedNHttpClientConnection) connection).getSSLSession();
  }
}
