package dev.remora.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/** Looks at each frame of a client before the server does. */
final class Http2Guard extends Http2FrameListenerDecorator {
  /** What the gateway remembers of the headers it sends to one client; the protocol's default. */
  private static final long MAX_HEADER_TABLE = 4_096;

  private final Http2ConnectionHandler codec;
  private final Http2Connection streams;
  private final Http2Connection.PropertyKey begun;
  private final ResetStreams resets;
  private final FrameBudget budget;

  Http2Guard(
      Http2FrameListener server, Http2ConnectionHandler codec, SentData sent, ResetStreams resets) {
    super(server);
    this.codec = codec;
    this.streams = codec.connection();
    this.begun = streams.newKey();
    this.resets = resets;
    this.budget = new FrameBudget(sent);
  }

  /** Whether the request on {@code stream} has come completely. */
  boolean isComplete(Http2Stream stream) {
    return stream.getProperty(begun) == Head.GOOD && !stream.state().remoteSideOpen();
  }

  /**
   * What a client allows the gateway to remember of headers is the client's to pay for, not ours.
   */
  static void limitHeaderTable(Http2ConnectionHandler codec, Http2Settings settings)
      throws Http2Exception {
    Long size = settings.headerTableSize();
    if (size != null && size > MAX_HEADER_TABLE) {
      codec.encoder().configuration().headersConfiguration().maxHeaderTableSize(MAX_HEADER_TABLE);
    }
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    budget.control();
    limitHeaderTable(codec, settings);
    super.onSettingsRead(ctx, settings);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    budget.control();
    super.onPingRead(ctx, data);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int streamId, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    budget.control();
    super.onPriorityRead(ctx, streamId, dependency, weight, exclusive);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int streamId, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    budget.control();
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment)
      throws Http2Exception {
    budget.credit();
    super.onWindowUpdateRead(ctx, streamId, increment);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode)
      throws Http2Exception {
    resets.add(streamId);
    super.onRstStreamRead(ctx, streamId, errorCode);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    check(streamId, headers);
    super.onHeadersRead(ctx, streamId, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end)
      throws Http2Exception {
    check(streamId, headers);
    super.onHeadersRead(ctx, streamId, headers, dependency, weight, exclusive, padding, end);
  }

  private void check(int streamId, Http2Headers headers) throws Http2Exception {
    Http2Stream stream = streams.stream(streamId);
    if (stream.getProperty(begun) != null) {
      RequestHeads.checkTrailers(streamId, headers);
      return;
    }
    stream.setProperty(begun, Head.BAD);
    budget.request();
    RequestHeads.check(streamId, headers);
    stream.setProperty(begun, Head.GOOD);
  }

  private enum Head {
    BAD,
    GOOD
  }
}
