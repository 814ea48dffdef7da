package dev.remora.gateway.http2;

import dev.remora.gateway.listener.Http2Config;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.vertx.core.internal.ContextInternal;

/** Makes the codec of a client's connection, with Netty's guards and the gateway's own. */
final class ServerCodecBuilder
    extends AbstractHttp2ConnectionHandlerBuilder<ServerCodec, ServerCodecBuilder> {
  /** As many bytes of headers as HTTP/1.1 may have. */
  static final int MAX_HEADER_LIST = 32 << 10;

  /** CONTINUATION frames of next to nothing in one head (CVE-2024-27316); Netty's default. */
  private static final int SMALL_CONTINUATIONS = 16;

  /** DATA frames of nothing one after the other (CVE-2019-9518); Netty's default. */
  private static final int EMPTY_DATA = 2;

  /** Acknowledgements that a client does not read (CVE-2019-9512); Envoy's default. */
  private static final int QUEUED_CONTROL_FRAMES = 1_000;

  private static final int RESET_SECONDS = 30;

  private final ContextInternal context;

  ServerCodecBuilder(Http2Config config, ContextInternal context) {
    this.context = context;
    DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
    connection
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    connection(connection);
    gracefulShutdownTimeoutMillis(0);
    decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS);
    decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA);
    decoderEnforceMaxRstFramesPerWindow(config.maxResets(), RESET_SECONDS);
    encoderEnforceMaxRstFramesPerWindow(config.maxResets(), RESET_SECONDS);
    encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES);
    initialSettings(
        new Http2Settings()
            .maxConcurrentStreams(config.maxConcurrentStreams())
            .initialWindowSize(config.streamWindow())
            .maxHeaderListSize(MAX_HEADER_LIST));
    // Replaced before the first frame is read; the builder insists on one.
    frameListener(new Http2FrameAdapter());
  }

  @Override
  protected ServerCodec build() {
    return super.build();
  }

  @Override
  protected ServerCodec build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    ServerCodec codec = new ServerCodec(context, decoder, new SentData(encoder), settings);
    decoder.frameListener(codec);
    return codec;
  }
}
