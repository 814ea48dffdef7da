package dev.remora.it.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpHost;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;

/** The way to a SOCKS proxy with Apache HttpClient 4, which knows none: socket factories. */
final class ApacheHttpClient4Socks {
  private ApacheHttpClient4Socks() {}

  private static InetSocketAddress unresolved(HttpHost host, InetSocketAddress address) {
    return InetSocketAddress.createUnresolved(host.getHostName(), address.getPort());
  }

  static final class Plain extends PlainConnectionSocketFactory {
    private final Proxy proxy;

    Plain(Proxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public Socket createSocket(HttpContext context) {
      return new Socket(proxy);
    }

    @Override
    public Socket connectSocket(
        int timeout,
        Socket socket,
        HttpHost host,
        InetSocketAddress remote,
        InetSocketAddress local,
        HttpContext context)
        throws IOException {
      return super.connectSocket(timeout, socket, host, unresolved(host, remote), local, context);
    }
  }

  static final class Secure extends SSLConnectionSocketFactory {
    private final Proxy proxy;

    Secure(Proxy proxy, SSLContext ssl) {
      super(ssl);
      this.proxy = proxy;
    }

    @Override
    public Socket createSocket(HttpContext context) {
      return new Socket(proxy);
    }

    @Override
    public Socket connectSocket(
        int timeout,
        Socket socket,
        HttpHost host,
        InetSocketAddress remote,
        InetSocketAddress local,
        HttpContext context)
        throws IOException {
      return super.connectSocket(timeout, socket, host, unresolved(host, remote), local, context);
    }
  }
}
