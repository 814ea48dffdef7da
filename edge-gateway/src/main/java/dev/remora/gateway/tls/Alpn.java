package dev.remora.gateway.tls;

import dev.remora.gateway.http2.Http2Connections;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;

/**
 * Has TLS agree with clients on a protocol (RFC 7301) without the server's knowledge: Vert.x takes
 * every connection for one of HTTP/1.1, and {@link Http2Connections} has those speak HTTP/2 that
 * agreed on it, with a codec of the gateway's own.
 */
public final class Alpn extends JdkSSLEngineOptions {
  private final List<String> protocols;

  /**
   * Offers protocols.
   *
   * @param versions the preferred first
   */
  public Alpn(List<HttpVersion> versions) {
    this.protocols = versions.stream().map(HttpVersion::alpnName).toList();
  }

  private Alpn(Alpn other) {
    super(other);
    this.protocols = other.protocols;
  }

  /** Whether a connection, which has shaken hands, agreed on HTTP/2. */
  public static boolean isHttp2(ChannelPipeline pipeline) {
    SslHandler tls = pipeline.get(SslHandler.class);
    return tls != null && HttpVersion.HTTP_2.alpnName().equals(tls.applicationProtocol());
  }

  @Override
  public Alpn setUseWorkerThread(boolean useWorkerThread) {
    return (Alpn) super.setUseWorkerThread(useWorkerThread);
  }

  @Override
  public Alpn copy() {
    return new Alpn(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alpn that && protocols.equals(that.protocols);
  }

  @Override
  public int hashCode() {
    return protocols.hashCode();
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContextFactory useAlpn(boolean use) {
        return super.useAlpn(true);
      }

      @Override
      public SslContextFactory applicationProtocols(List<String> given) {
        return super.applicationProtocols(protocols);
      }
    };
  }
}
