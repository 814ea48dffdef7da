package dev.remora.gateway.http1;

import dev.remora.gateway.exchange.HostForm;
import dev.remora.gateway.exchange.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.util.List;

/**
 * Reads requests (RFC 9112) and takes none that an origin could read in another way: what is not
 * exactly as the grammar has it is refused, and nothing that follows on the connection is read.
 *
 * <p>A request that is refused comes out as one whose {@link DecoderResult} is a {@link
 * BadMessage}. Trailers are checked and dropped.
 */
final class RequestDecoder extends ByteToMessageDecoder {
  private enum State {
    LINE,
    FIELDS,
    FIXED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    REFUSED
  }

  private static final int FIRST_ROOM = 256;
  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final HeadLimits limits;
  private final FieldLines fields;
  private byte[] line = new byte[FIRST_ROOM];
  private int length;
  private State state = State.LINE;
  private RequestLine first;
  private boolean skipped;
  private long left;

  RequestDecoder(HeadLimits limits) {
    this.limits = limits;
    this.fields = new FieldLines(limits, Refusals.LARGE_HEADERS);
  }

  /** Whether all that has come belongs to requests that are complete. */
  boolean isBetweenRequests() {
    return state == State.LINE;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      step(in, out);
    } catch (BadMessage e) {
      boolean inHead = state == State.LINE || state == State.FIELDS;
      state = State.REFUSED;
      in.skipBytes(in.readableBytes());
      out.add(inHead ? refused(e) : broken(e));
    }
  }

  private static DefaultHttpRequest refused(BadMessage cause) {
    DefaultHttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Http1xHeaders.httpHeaders());
    request.setDecoderResult(DecoderResult.failure(cause));
    return request;
  }

  private static LastHttpContent broken(BadMessage cause) {
    LastHttpContent content = new DefaultLastHttpContent();
    content.setDecoderResult(DecoderResult.failure(cause));
    return content;
  }

  private void step(ByteBuf in, List<Object> out) throws BadMessage {
    switch (state) {
      case LINE -> first(in);
      case FIELDS -> field(in, out);
      case FIXED -> fixed(in, out);
      case CHUNK_SIZE -> chunkSize(in);
      case CHUNK -> chunk(in, out);
      case CHUNK_END -> chunkEnd(in);
      case TRAILERS -> trailer(in, out);
      default -> in.skipBytes(in.readableBytes());
    }
  }

  private void first(ByteBuf in) throws BadMessage {
    byte start = in.getByte(in.readerIndex());
    if (!Octets.isToken(start) && start != CR && start != LF) {
      // No request begins so, a TLS handshake does: its client waits for an answer.
      throw new BadMessage(Refusals.REQUEST_LINE);
    }
    if (!line(in, limits.line(), Refusals.LONG_TARGET, Refusals.LINE_END)) {
      return;
    }
    if (length == 0) {
      // One empty line may come before a request (RFC 9112, section 2.2).
      if (skipped) {
        throw new BadMessage(Refusals.REQUEST_LINE);
      }
      skipped = true;
      return;
    }
    first = RequestLine.parse(line, length);
    skipped = false;
    fields.begin();
    state = State.FIELDS;
  }

  private void field(ByteBuf in, List<Object> out) throws BadMessage {
    if (!line(in, fields.room(), fields.tooLarge(), Refusals.LINE_END)) {
      return;
    }
    if (length > 0) {
      fields.line(line, length);
      return;
    }
    Http1xHeaders headers = fields.headers();
    left = Framing.of(headers, first.isHttp10());
    host(headers);
    out.add(new DefaultHttpRequest(first.version(), first.method(), first.target(), headers));
    if (left == 0) {
      end(out);
    } else {
      state = left == Framing.CHUNKED ? State.CHUNK_SIZE : State.FIXED;
    }
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

  private void fixed(ByteBuf in, List<Object> out) {
    ByteBuf piece = piece(in);
    if (piece == null) {
      return;
    }
    if (left == 0) {
      out.add(new DefaultLastHttpContent(piece));
      state = State.LINE;
    } else {
      out.add(new DefaultHttpContent(piece));
    }
  }

  private ByteBuf piece(ByteBuf in) {
    int size = (int) Math.min(in.readableBytes(), left);
    if (size == 0) {
      return null;
    }
    left -= size;
    return in.readRetainedSlice(size);
  }

  private void chunkSize(ByteBuf in) throws BadMessage {
    if (!line(in, Chunks.MOST_LINE, Refusals.CHUNK, Refusals.CHUNK)) {
      return;
    }
    left = Chunks.size(line, length);
    if (left > 0) {
      state = State.CHUNK;
    } else {
      fields.begin();
      state = State.TRAILERS;
    }
  }

  private void chunk(ByteBuf in, List<Object> out) {
    ByteBuf piece = piece(in);
    if (piece != null) {
      out.add(new DefaultHttpContent(piece));
      state = left == 0 ? State.CHUNK_END : State.CHUNK;
    }
  }

  private void chunkEnd(ByteBuf in) throws BadMessage {
    int at = in.readerIndex();
    if (in.getByte(at) != CR || (in.readableBytes() > 1 && in.getByte(at + 1) != LF)) {
      throw new BadMessage(Refusals.CHUNK);
    }
    if (in.readableBytes() > 1) {
      in.skipBytes(2);
      state = State.CHUNK_SIZE;
    }
  }

  private void trailer(ByteBuf in, List<Object> out) throws BadMessage {
    if (!line(in, fields.room(), fields.tooLarge(), Refusals.CHUNK)) {
      return;
    }
    if (length > 0) {
      fields.line(line, length);
    } else {
      end(out);
    }
  }

  private void end(List<Object> out) {
    out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    state = State.LINE;
  }

  /**
   * Takes a line into {@link #line}, without its end.
   *
   * @param most how long it may be, with its end
   * @return false: it is not complete yet
   */
  private boolean line(ByteBuf in, int most, Problem tooLong, Problem badEnd) throws BadMessage {
    int from = in.readerIndex();
    int end = in.indexOf(from, in.writerIndex(), LF);
    int size = (end < 0 ? in.writerIndex() : end + 1) - from;
    if (size > most) {
      throw new BadMessage(tooLong);
    }
    if (end < 0) {
      return false;
    }
    length = size - 2;
    if (length < 0 || in.getByte(end - 1) != CR) {
      throw new BadMessage(badEnd);
    }
    if (length > line.length) {
      line = new byte[Math.max(length, line.length * 2)];
    }
    in.readBytes(line, 0, length);
    in.skipBytes(2);
    return true;
  }
}
