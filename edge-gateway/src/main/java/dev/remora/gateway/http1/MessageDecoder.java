package dev.remora.gateway.http1;

import dev.remora.gateway.exchange.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.util.List;

/**
 * Reads messages (RFC 9112) and takes none that another reader could read in another way: what is
 * not exactly as the grammar has it is refused, and nothing that follows on the connection is read.
 */
abstract class MessageDecoder extends ByteToMessageDecoder {
  private enum State {
    LINE,
    FIELDS,
    FIXED,
    UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    SWITCHED,
    REFUSED
  }

  private static final int FIRST_ROOM = 256;
  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final HeadLimits limits;
  private final FieldLines fields;
  private final Problem longLine;
  private byte[] line = new byte[FIRST_ROOM];
  private int length;
  private State state = State.LINE;
  private long left;

  MessageDecoder(HeadLimits limits, Problem longLine, Problem largeHeaders) {
    this.limits = limits;
    this.fields = new FieldLines(limits, largeHeaders);
    this.longLine = longLine;
  }

  /** Whether what begins with this octet may be a message. */
  abstract boolean canBegin(byte octet) throws BadMessage;

  /** Takes the first line; false: it is none, and the next one is. */
  abstract boolean first(byte[] line, int length) throws BadMessage;

  /**
   * Takes the headers, and hands on a message that has them.
   *
   * @return the length of the body, or one of the values of {@link Framing}
   */
  abstract long head(Http1xHeaders headers, List<Object> out) throws BadMessage;

  /** Looks at the trailers, which are all there; null: they go no further. */
  abstract Http1xHeaders trailers(Http1xHeaders trailers);

  /** The message is complete. */
  abstract void complete(boolean more);

  /** Hands on that a message is refused, of which nothing or the head was handed on. */
  abstract void refused(BadMessage cause, boolean inHead, List<Object> out);

  /** Whether all that has come belongs to messages that are complete. */
  final boolean isBetween() {
    return state == State.LINE;
  }

  /** Whether the head is read of a message that has begun. */
  final boolean isInHead() {
    return state == State.FIELDS || state == State.LINE;
  }

  /** Whether the end of the connection is the end of the message. */
  final boolean isUntilClose() {
    return state == State.UNTIL_CLOSE;
  }

  /** Whether nothing more is read. */
  final boolean isRefused() {
    return state == State.REFUSED;
  }

  /** Reads no more. */
  final void refuse() {
    state = State.REFUSED;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      step(in, out);
    } catch (BadMessage e) {
      boolean inHead = isInHead();
      state = State.REFUSED;
      in.skipBytes(in.readableBytes());
      refused(e, inHead, out);
    }
  }

  private void step(ByteBuf in, List<Object> out) throws BadMessage {
    switch (state) {
      case LINE -> first(in);
      case FIELDS -> field(in, out);
      case FIXED -> fixed(in, out);
      case UNTIL_CLOSE -> out.add(new DefaultHttpContent(in.readRetainedSlice(in.readableBytes())));
      case CHUNK_SIZE -> chunkSize(in);
      case CHUNK -> chunk(in, out);
      case CHUNK_END -> chunkEnd(in);
      case TRAILERS -> trailer(in, out);
      case SWITCHED -> {
        // What has come is left for who takes the place of this decoder.
      }
      default -> in.skipBytes(in.readableBytes());
    }
  }

  private void first(ByteBuf in) throws BadMessage {
    byte start = in.getByte(in.readerIndex());
    if (!canBegin(start)) {
      // Its sender may send no more before it gets an answer, as with a TLS handshake.
      throw new BadMessage(Refusals.REQUEST_LINE);
    }
    if (line(in, limits.line(), longLine, Refusals.LINE_END) && first(line, length)) {
      fields.begin();
      state = State.FIELDS;
    }
  }

  private void field(ByteBuf in, List<Object> out) throws BadMessage {
    if (!line(in, fields.room(), fields.tooLarge(), Refusals.LINE_END)) {
      return;
    }
    if (length > 0) {
      fields.line(line, length);
      return;
    }
    left = head(fields.headers(), out);
    if (left > 0) {
      state = State.FIXED;
    } else if (left == 0) {
      end(in, null, out);
    } else if (left == Framing.CHUNKED) {
      state = State.CHUNK_SIZE;
    } else if (left == Framing.UNTIL_CLOSE) {
      state = State.UNTIL_CLOSE;
    } else {
      state = left == Framing.SWITCHED ? State.SWITCHED : State.LINE;
    }
  }

  private void fixed(ByteBuf in, List<Object> out) {
    ByteBuf piece = piece(in);
    if (left > 0) {
      out.add(new DefaultHttpContent(piece));
    } else {
      state = State.LINE;
      complete(in.isReadable());
      out.add(new DefaultLastHttpContent(piece));
    }
  }

  private ByteBuf piece(ByteBuf in) {
    int size = (int) Math.min(in.readableBytes(), left);
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
    out.add(new DefaultHttpContent(piece(in)));
    state = left == 0 ? State.CHUNK_END : State.CHUNK;
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
      end(in, fields.headers().isEmpty() ? null : trailers(fields.headers()), out);
    }
  }

  private void end(ByteBuf in, Http1xHeaders trailers, List<Object> out) {
    state = State.LINE;
    complete(in.isReadable());
    if (trailers == null) {
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      DefaultLastHttpContent last =
          new DefaultLastHttpContent(
              Unpooled.EMPTY_BUFFER, DefaultHttpHeadersFactory.headersFactory());
      last.trailingHeaders().add(trailers);
      out.add(last);
    }
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
