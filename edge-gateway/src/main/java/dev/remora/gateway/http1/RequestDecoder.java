package dev.remora.gateway.http1;

import dev.remora.gateway.exchange.HostForm;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.util.List;

/**
 * Reads requests. One that is refused comes out with a {@link DecoderResult} that is a {@link
 * BadMessage}; where its head had been handed on, the connection is told. Trailers are checked and
 * dropped.
 */
final class RequestDecoder extends MessageDecoder {
  private final ClientConnection connection;
  private RequestLine first;
  private boolean skipped;

  RequestDecoder(HeadLimits limits, ClientConnection connection) {
    super(limits, Refusals.LONG_TARGET, Refusals.LARGE_HEADERS);
    this.connection = connection;
  }

  /** Answers a request that takes too long with {@code cause}; what has come of it is dropped. */
  void giveUp(ChannelHandlerContext ctx, BadMessage cause) {
    refuse();
    ctx.fireChannelRead(refused(cause));
    ctx.fireChannelReadComplete();
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int before = in.readableBytes();
    if (isBetween()) {
      connection.headBegins();
    }
    super.decode(ctx, in, out);
    connection.read(before - in.readableBytes());
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    connection.switched();
  }

  @Override
  boolean canBegin(byte octet) {
    return Octets.isToken(octet) || octet == '\r' || octet == '\n';
  }

  @Override
  boolean first(byte[] line, int length) throws BadMessage {
    if (length > 0) {
      first = RequestLine.parse(line, length);
      skipped = false;
      return true;
    }
    // One empty line may come before a request (RFC 9112, section 2.2).
    if (skipped) {
      throw new BadMessage(Refusals.REQUEST_LINE);
    }
    skipped = true;
    connection.headIsNone();
    return false;
  }

  @Override
  long head(Http1xHeaders headers, List<Object> out) throws BadMessage {
    long length = Framing.ofRequest(headers, first.isHttp10());
    host(headers);
    if (connection.isLast(headers)) {
      headers.add(HttpHeaderNames.CONNECTION, (CharSequence) HttpHeaderValues.CLOSE);
    }
    out.add(new DefaultHttpRequest(first.version(), first.method(), first.target(), headers));
    return length;
  }

  /** One host (RFC 9112, section 3.2), and the same one in the target if that names it too. */
  private void host(Http1xHeaders headers) throws BadMessage {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    String named = first.authority();
    if (hosts.isEmpty() && first.isHttp10() && named != null && HostForm.isGood(named)) {
      headers.set(HttpHeaderNames.HOST, named);
      return;
    }
    if (hosts.size() != 1
        || !HostForm.isGood(hosts.get(0))
        || (named != null && !named.equalsIgnoreCase(hosts.get(0)))) {
      throw new BadMessage(Refusals.HOST);
    }
  }

  @Override
  Http1xHeaders trailers(Http1xHeaders trailers) {
    return null;
  }

  @Override
  void complete(boolean more) {
    connection.requestEnds();
  }

  @Override
  void refused(BadMessage cause, boolean inHead, List<Object> out) {
    if (inHead) {
      out.add(refused(cause));
    } else {
      connection.broken(cause.problem());
    }
  }

  private static DefaultHttpRequest refused(BadMessage cause) {
    DefaultHttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Http1xHeaders.httpHeaders());
    request.setDecoderResult(DecoderResult.failure(cause));
    return request;
  }
}
