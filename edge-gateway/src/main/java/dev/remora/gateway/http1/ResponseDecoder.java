package dev.remora.gateway.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.util.List;

/**
 * Reads responses, each of which must have been asked for. Interim ones (1xx) are dropped; a change
 * of the protocol must have been asked for too.
 */
final class ResponseDecoder extends MessageDecoder {
  private static final HeadLimits LIMITS = new HeadLimits(4 << 10, 64 << 10, 200);

  /** How many interim responses may come before the final one. */
  private static final int MOST_INTERIM = 16;

  private static final int SWITCHING = 101;

  private StatusLine first;
  private boolean asked;
  private boolean answered;
  private boolean isHead;
  private boolean asksToSwitch;
  private int interim;
  private boolean reusable = true;
  private boolean failed;
  private boolean closedByPeer;

  ResponseDecoder() {
    super(LIMITS, Refusals.LARGE_HEADERS, Refusals.LARGE_HEADERS);
  }

  /** A request goes out. */
  void sending(HttpRequest request) {
    asked = true;
    isHead = request.method().equals(HttpMethod.HEAD);
    asksToSwitch = request.headers().contains(HttpHeaderNames.UPGRADE);
    interim = 0;
  }

  /** Whether another request may go out: all is answered, and nothing else has come. */
  boolean isReusable() {
    return reusable && !asked && isBetween();
  }

  /**
   * Whether the endpoint has closed a connection on which it had answered before, instead of
   * answering: most likely it has done so while the request was on its way, and has not read it.
   */
  boolean isStale(boolean sent) {
    return answered && asked == sent && interim == 0 && isBetween();
  }

  @Override
  boolean canBegin(byte octet) throws BadMessage {
    if (!asked) {
      throw new BadMessage("bytes that no request asked for");
    }
    return octet == 'H';
  }

  @Override
  boolean first(byte[] line, int length) throws BadMessage {
    first = StatusLine.parse(line, length);
    return true;
  }

  @Override
  long head(Http1xHeaders headers, List<Object> out) throws BadMessage {
    long length = Framing.of(headers, first.isHttp10());
    int status = first.status();
    if (status < 200) {
      return interim(status, headers, out);
    }
    reusable = length != Framing.UNTIL_CLOSE && first.keepsAlive(headers);
    boolean empty = isHead || status == 204 || status == 304;
    if (empty) {
      reusable = first.keepsAlive(headers);
      length = 0;
    }
    out.add(response(status, headers));
    return length;
  }

  private DefaultHttpResponse response(int status, Http1xHeaders headers) {
    return new DefaultHttpResponse(first.version(), HttpResponseStatus.valueOf(status), headers);
  }

  private long interim(int status, Http1xHeaders headers, List<Object> out) throws BadMessage {
    if (status == SWITCHING) {
      if (!asksToSwitch || first.isHttp10()) {
        throw new BadMessage("a change of protocol that no request asked for");
      }
      reusable = false;
      out.add(response(status, headers));
      return Framing.SWITCHED;
    }
    if (++interim > MOST_INTERIM) {
      throw new BadMessage("too many interim responses");
    }
    return Framing.NO_MESSAGE;
  }

  @Override
  Http1xHeaders trailers(Http1xHeaders trailers) {
    return trailers;
  }

  @Override
  void complete(boolean more) {
    asked = false;
    answered = true;
    if (more) {
      reusable = false;
    }
  }

  @Override
  void refused(BadMessage cause, boolean inHead, List<Object> out) {
    reusable = false;
    HttpObject broken =
        inHead
            ? new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_GATEWAY)
            : new DefaultLastHttpContent();
    broken.setDecoderResult(DecoderResult.failure(cause));
    out.add(broken);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    failed = true;
    super.exceptionCaught(ctx, cause);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    closedByPeer |= event instanceof SslCloseCompletionEvent closed && closed.isSuccess();
    super.userEventTriggered(ctx, event);
  }

  /** The end of the connection is that of a body only if the endpoint has meant it. */
  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    boolean meant = !failed && (closedByPeer || ctx.pipeline().get(SslHandler.class) == null);
    if (isUntilClose() && meant) {
      asked = false;
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }
}
