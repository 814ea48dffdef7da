package dev.remora.it.contract.endpoint;

import dev.remora.it.app.Options;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.server.RawHTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP/2 endpoint over TLS that records each request field by field. */
public final class Http2Server implements AutoCloseable {
  private final String server;
  private final String endpoint;
  private final Recorder recorder;
  private final Server jetty;
  private final ServerConnector connector;
  private final Map<Session, Integer> connections = new ConcurrentHashMap<>();

  /** Starts an endpoint; see {@link Http1Server}. */
  public Http2Server(
      String server, String endpoint, InetSocketAddress address, KeyStore keys, Recorder recorder)
      throws IOException {
    this.server = server;
    this.endpoint = endpoint;
    this.recorder = recorder;
    QueuedThreadPool threads = new QueuedThreadPool(12, 4);
    threads.setDaemon(true);
    jetty = new Server(threads);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(keys);
    tls.setKeyStorePassword(Options.PASSWORD);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2");
    alpn.setDefaultProtocol("h2");
    connector =
        new ServerConnector(
            jetty,
            1,
            1,
            new SslConnectionFactory(tls, "alpn"),
            alpn,
            new RawHTTP2ServerConnectionFactory(new HttpConfiguration(), new Listener(), "h2"));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    jetty.addConnector(connector);
    try {
      jetty.start();
    } catch (IOException e) {
      closeQuietly();
      if (e.getCause() instanceof BindException) {
        throw (BindException) e.getCause();
      }
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    try {
      return new InetSocketAddress(
          InetAddress.getByName(connector.getHost()), connector.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    jetty.stop();
  }

  private void closeQuietly() {
    try {
      jetty.stop();
    } catch (Exception e) {
      // It never started.
    }
  }

  private final class Listener implements ServerSessionListener {
    @Override
    public void onAccept(Session session) {
      connections.put(session, recorder.connection());
    }

    @Override
    public void onClose(Session session, GoAwayFrame frame, Callback callback) {
      connections.remove(session);
      callback.succeeded();
    }

    @Override
    public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
      Session session = stream.getSession();
      Origin origin = new Origin(server, endpoint, connections.get(session), true, sni(session));
      Recorded request = new Recorded(origin, "h2", head((MetaData.Request) frame.getMetaData()));
      recorder.add(request);
      Http2Exchange exchange = new Http2Exchange(request, stream, frame.isEndStream());
      Thread thread = new Thread(() -> answer(exchange), server + "/" + endpoint + " stream");
      thread.setDaemon(true);
      thread.start();
      return exchange;
    }

    private void answer(Http2Exchange exchange) {
      try {
        Script.answer(exchange);
      } catch (IOException | InterruptedException e) {
        // The peer went away, as some cases mean it to.
      } catch (RuntimeException e) {
        exchange.fail();
        throw e;
      } finally {
        if (!exchange.request().complete()) {
          exchange.request().complete(Recorded.BROKEN_OFF, "");
        }
      }
    }
  }

  private static String head(MetaData.Request request) {
    StringBuilder head = new StringBuilder();
    head.append(":method: ").append(request.getMethod()).append("\r\n");
    head.append(":scheme: ").append(request.getHttpURI().getScheme()).append("\r\n");
    head.append(":authority: ").append(request.getHttpURI().getAuthority()).append("\r\n");
    head.append(":path: ").append(request.getHttpURI().getPathQuery());
    for (HttpField field : request.getHttpFields()) {
      head.append("\r\n").append(field.getName()).append(": ").append(field.getValue());
    }
    return head.toString();
  }

  private static String sni(Session session) {
    EndPoint.SslSessionData tls = ((HTTP2Session) session).getEndPoint().getSslSessionData();
    if (tls == null || !(tls.sslSession() instanceof ExtendedSSLSession)) {
      return null;
    }
    for (SNIServerName name : ((ExtendedSSLSession) tls.sslSession()).getRequestedServerNames()) {
      return new SNIHostName(name.getEncoded()).getAsciiName();
    }
    return null;
  }
}
