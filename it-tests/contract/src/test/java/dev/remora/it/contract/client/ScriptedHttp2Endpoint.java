package dev.remora.it.contract.client;

import dev.remora.it.contract.client.ScriptedEndpoint.Script;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.server.RawHTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * As {@link ScriptedEndpoint}, in HTTP/2 without TLS; {@link Script#RESET} resets the stream alone.
 */
final class ScriptedHttp2Endpoint implements AutoCloseable {
  private static final int SLOW_MS = 2_000;

  private final Server jetty;
  private final ServerConnector connector;
  private final Script script;

  ScriptedHttp2Endpoint(Script script) throws Exception {
    this.script = script;
    QueuedThreadPool threads = new QueuedThreadPool(12, 4);
    threads.setDaemon(true);
    jetty = new Server(threads);
    connector =
        new ServerConnector(
            jetty,
            1,
            1,
            new RawHTTP2ServerConnectionFactory(
                new HttpConfiguration(),
                new ServerSessionListener() {
                  @Override
                  public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
                    answer(stream);
                    return null;
                  }
                },
                "h2c"));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    jetty.addConnector(connector);
    jetty.start();
  }

  private void answer(Stream stream) {
    switch (script) {
      case RESET ->
          stream.reset(
              new ResetFrame(stream.getId(), ErrorCode.INTERNAL_ERROR.code), Callback.NOOP);
      case SLOW -> jetty.getThreadPool().execute(() -> answerLate(stream));
      case OK -> answer(stream, 200, "ok");
      default -> answer(stream, 502, "down");
    }
  }

  private static void answerLate(Stream stream) {
    try {
      TimeUnit.MILLISECONDS.sleep(SLOW_MS);
      answer(stream, 200, "ok");
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private static void answer(Stream stream, int status, String body) {
    MetaData.Response head =
        new MetaData.Response(status, null, HttpVersion.HTTP_2, HttpFields.build());
    stream.headers(
        new HeadersFrame(stream.getId(), head, null, false),
        Callback.from(
            () ->
                stream.data(
                    new DataFrame(
                        stream.getId(),
                        ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII)),
                        true),
                    Callback.NOOP),
            failure -> {}));
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
