package dev.remora.core.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.ClientH2StreamMultiplexerFactory;
import org.apache.hc.core5.http2.impl.nio.ClientH2UpgradeHandler;
import org.apache.hc.core5.http2.impl.nio.ClientHttp1UpgradeHandler;
import org.apache.hc.core5.http2.impl.nio.HttpProtocolNegotiator;
import org.apache.hc.core5.http2.protocol.H2RequestConnControl;
import org.apache.hc.core5.http2.protocol.H2RequestContent;
import org.apache.hc.core5.http2.protocol.H2RequestTargetHost;
import org.apache.hc.core5.http2.ssl.ApplicationProtocol;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOEventHandlerFactory;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * Makes a new TCP connection speak HTTP/1.1, or what TLS negotiates.
 *
 * <p>The requesters that come with httpcore either pool HTTP/1.1 connections or multiplex over
 * HTTP/2; which of the two it will be is known here only after the handshake.
 */
final class Protocols implements IOEventHandlerFactory, IOSessionListener {
  /** The largest response head accepted, per line and in lines. */
  private static final int MAX_LINE = 32 << 10;

  private static final int MAX_HEADERS = 200;

  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final ClientHttp1StreamDuplexerFactory http1;
  private final ClientH2StreamMultiplexerFactory http2;

  Protocols() {
    Http1Config http1Config =
        Http1Config.custom().setMaxLineLength(MAX_LINE).setMaxHeaderCount(MAX_HEADERS).build();
    H2Config http2Config =
        H2Config.custom().setPushEnabled(false).setMaxHeaderListSize(MAX_LINE).build();
    // Without "Expect: 100-continue", which httpcore's own chain adds to each PUT.
    HttpProcessor processor =
        HttpProcessorBuilder.create()
            .addAll(
                H2RequestTargetHost.INSTANCE,
                H2RequestContent.INSTANCE,
                H2RequestConnControl.INSTANCE)
            .build();
    http1 =
        new ClientHttp1StreamDuplexerFactory(
            processor,
            http1Config,
            CharCodingConfig.DEFAULT,
            DefaultConnectionReuseStrategy.INSTANCE,
            new DefaultHttpResponseParserFactory(http1Config),
            DefaultHttpRequestWriterFactory.INSTANCE,
            DefaultContentLengthStrategy.INSTANCE,
            DefaultContentLengthStrategy.INSTANCE,
            null);
    http2 =
        new ClientH2StreamMultiplexerFactory(
            processor, null, http2Config, CharCodingConfig.DEFAULT, null, null);
  }

  @Override
  public IOEventHandler createHandler(ProtocolIOSession session, Object attachment) {
    Connection connection = (Connection) attachment;
    session.registerProtocol(ApplicationProtocol.HTTP_1_1.id, new ClientHttp1UpgradeHandler(http1));
    session.registerProtocol(
        ApplicationProtocol.HTTP_2.id, new ClientH2UpgradeHandler(http2, null));
    connections.put(session.getId(), connection);
    connection.secure(session);
    return new HttpProtocolNegotiator(session, connection.negotiation());
  }

  @Override
  public void exception(IOSession session, Exception cause) {
    Connection connection = connections.get(session.getId());
    if (connection != null) {
      connection.broke(cause);
    }
  }

  @Override
  public void disconnected(IOSession session) {
    connections.remove(session.getId());
  }

  @Override
  public void connected(IOSession session) {}

  @Override
  public void startTls(IOSession session) {}

  @Override
  public void inputReady(IOSession session) {}

  @Override
  public void outputReady(IOSession session) {}

  @Override
  public void timeout(IOSession session) {}
}
