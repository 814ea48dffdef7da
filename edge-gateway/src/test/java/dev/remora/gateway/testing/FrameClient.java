package dev.remora.gateway.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * A client of HTTP/2 without TLS that sends exactly the frames it is told to, however wrong they
 * are, and keeps what comes back. Gives no credit for bodies but what HTTP/2 begins with, and
 * acknowledges settings.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What was not written is seen by what comes back.
public final class FrameClient implements AutoCloseable {
  /** What came back on one stream. */
  public static final class Stream {
    private final Map<String, String> head = new LinkedHashMap<>();
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private final StringBuilder body = new StringBuilder();
    private boolean ended;
    private long reset = -1;

    /** The status; 0: no head came. */
    public int status() {
      return Integer.parseInt(head.getOrDefault(":status", "0"));
    }

    /** The fields of the head. */
    public Map<String, String> head() {
      return head;
    }

    /** The fields after the body. */
    public Map<String, String> trailers() {
      return trailers;
    }

    /** The body, as ISO 8859-1. */
    public String body() {
      return body.toString();
    }

    /** Whether it is complete. */
    public boolean isEnded() {
      return ended;
    }

    /** The code that it was reset with; -1: it was not. */
    public long reset() {
      return reset;
    }

    private boolean isOver() {
      return ended || reset >= 0;
    }
  }

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Http2FrameWriter writer =
      new DefaultHttp2FrameWriter(
          new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true));
  private final Http2FrameReader reader = new DefaultHttp2FrameReader(false);
  private final Map<Integer, Stream> streams = new TreeMap<>();
  private final Http2Settings settings = new Http2Settings();
  private final Channel channel;
  private ChannelHandlerContext ctx;
  private long goAway = -1;
  private int pings;
  private boolean closed;

  /** Connects to a port of 127.0.0.1 and sends preface and settings. */
  public FrameClient(int port) {
    this(port, new Http2Settings());
  }

  /** The same with these settings. */
  public FrameClient(int port, Http2Settings own) {
    Bootstrap bootstrap =
        new Bootstrap().group(loop).channel(NioSocketChannel.class).handler(new Inbound());
    channel = bootstrap.connect("127.0.0.1", port).syncUninterruptibly().channel();
    write(
        (to, context) -> {
          context.write(Http2CodecUtil.connectionPrefaceBuf());
          to.writeSettings(context, own, done());
        });
  }

  /** The head of a request: names and values in turn. */
  public FrameClient headers(int stream, boolean end, String... fields) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return write((to, context) -> to.writeHeaders(context, stream, headers, 0, end, done()));
  }

  /** A GET of {@code path} that is complete. */
  public FrameClient get(int stream, String path) {
    return headers(
        stream, true, ":method", "GET", ":scheme", "http", ":authority", "shop", ":path", path);
  }

  /** The head of a POST to {@code path}, with more fields. */
  public FrameClient post(int stream, String path, String... fields) {
    String[] all = new String[8 + fields.length];
    String[] pseudo = {":method", "POST", ":scheme", "http", ":authority", "shop", ":path", path};
    System.arraycopy(pseudo, 0, all, 0, 8);
    System.arraycopy(fields, 0, all, 8, fields.length);
    return headers(stream, false, all);
  }

  /** A piece of a body, ISO 8859-1. */
  public FrameClient data(int stream, String data, boolean end) {
    ByteBuf piece = Unpooled.copiedBuffer(data, StandardCharsets.ISO_8859_1);
    return write((to, context) -> to.writeData(context, stream, piece, 0, end, done()));
  }

  /** Resets a stream. */
  public FrameClient reset(int stream, long code) {
    return write((to, context) -> to.writeRstStream(context, stream, code, done()));
  }

  /** Gives credit; 0: for the connection. */
  public FrameClient credit(int stream, int bytes) {
    return write((to, context) -> to.writeWindowUpdate(context, stream, bytes, done()));
  }

  /** A frame of any kind. */
  public FrameClient frame(int type, int flags, int stream, byte[] payload) {
    ByteBuf bytes = Unpooled.wrappedBuffer(payload);
    return write(
        (to, context) ->
            to.writeFrame(
                context, (byte) type, stream, new Http2Flags((short) flags), bytes, done()));
  }

  /** Bytes as they are. */
  public FrameClient raw(ByteBuf bytes) {
    return write((to, context) -> context.write(bytes, done()));
  }

  /** Writes with Netty's own writer. */
  public FrameClient write(BiConsumer<Http2FrameWriter, ChannelHandlerContext> frames) {
    channel
        .eventLoop()
        .submit(
            () -> {
              frames.accept(writer, ctx);
              ctx.flush();
            })
        .syncUninterruptibly();
    return this;
  }

  private io.netty.channel.ChannelPromise done() {
    return ctx.newPromise();
  }

  /** What came on a stream so far. */
  public synchronized Stream stream(int id) {
    return streams.computeIfAbsent(id, unknown -> new Stream());
  }

  /** What came on a stream, once it is over, or the connection is, or 10 s are. */
  public Stream await(int id) {
    Stream stream = stream(id);
    await(stream::isOver);
    return stream;
  }

  /** Waits until something came, the connection is over, or 10 s are. */
  public synchronized void await(BooleanSupplier what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!what.getAsBoolean() && !closed && System.nanoTime() < end) {
      try {
        wait(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** The settings of the gateway. */
  public synchronized Http2Settings settings() {
    return settings;
  }

  /** The code of the GOAWAY that came; -1: none did. */
  public synchronized long goAway() {
    return goAway;
  }

  /** How many pings were answered. */
  public synchronized int pings() {
    return pings;
  }

  /** Whether the gateway has closed the connection. */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** Whether it has closed it, once it has, or 10 s are over. */
  public boolean awaitClosed() {
    await(() -> false);
    return isClosed();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private final class Inbound extends ChannelInboundHandlerAdapter {
    private final Http2FrameAdapter frames = new Frames();
    private ByteBuf kept = Unpooled.EMPTY_BUFFER;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      ctx = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Http2Exception {
      kept = Unpooled.wrappedBuffer(kept, (ByteBuf) message);
      synchronized (FrameClient.this) {
        reader.readFrame(context, kept, frames);
        FrameClient.this.notifyAll();
      }
      context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      synchronized (FrameClient.this) {
        closed = true;
        FrameClient.this.notifyAll();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  private final class Frames extends Http2FrameAdapter {
    @Override
    public int onDataRead(
        ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end) {
      Stream stream = stream(id);
      stream.body.append(data.toString(StandardCharsets.ISO_8859_1));
      stream.ended |= end;
      return data.readableBytes() + padding;
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end) {
      Stream stream = stream(id);
      boolean first = stream.head.isEmpty();
      for (Map.Entry<CharSequence, CharSequence> field : headers) {
        (first ? stream.head : stream.trailers)
            .merge(field.getKey().toString(), field.getValue().toString(), (a, b) -> a + ", " + b);
      }
      stream.ended |= end;
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end) {
      onHeadersRead(context, id, headers, padding, end);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long code) {
      stream(id).reset = code;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings read) {
      settings.putAll(read);
      writer.writeSettingsAck(context, context.newPromise());
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) {
      pings++;
    }

    @Override
    public void onGoAwayRead(
        ChannelHandlerContext context, int last, long code, ByteBuf debugData) {
      goAway = code;
    }
  }
}
