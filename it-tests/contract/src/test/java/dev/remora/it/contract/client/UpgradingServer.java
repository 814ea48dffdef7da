package dev.remora.it.contract.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An endpoint that lets a plain connection be upgraded to HTTP/2. It answers with its name, the
 * client's port (which tells connections apart), the authority, how often {@code Expect} came, and
 * the body.
 */
final class UpgradingServer implements AutoCloseable {
  private final Server jetty;
  private final ServerConnector connector;

  UpgradingServer(String name, InetAddress ip, int port) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(12, 4);
    threads.setDaemon(true);
    jetty = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    connector =
        new ServerConnector(
            jetty, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost(ip.getHostAddress());
    connector.setPort(port);
    jetty.addConnector(connector);
    jetty.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            String body = Content.Source.asString(request);
            Content.Sink.write(
                response,
                true,
                String.join(
                    " ",
                    name,
                    String.valueOf(Request.getRemotePort(request)),
                    request.getHttpURI().getAuthority(),
                    String.valueOf(request.getHeaders().getValuesList("Expect").size()),
                    body),
                callback);
            return true;
          }
        });
    jetty.start();
  }

  InetSocketAddress address() throws Exception {
    return new InetSocketAddress(
        InetAddress.getByName(connector.getHost()), connector.getLocalPort());
  }

  @Override
  public void close() throws Exception {
    jetty.stop();
  }
}
