package dev.remora.gateway.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.FrameClient;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that send what costs them nothing: their connection ends, others go on being served, and
 * the endpoint is not asked for more than one connection may.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What was not written is seen by what comes back.
class FloodTest {
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int FRAMES = 5_000;
  private static final int ROUNDS = 5;
  private static final int SLOW_MILLIS = 20;

  private static final AtomicInteger busy = new AtomicInteger();
  private static final AtomicInteger mostBusy = new AtomicInteger();

  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    origin =
        new ScriptedOrigin(
            (in, out, self) -> {
              while (self.readRequest(in) != null) {
                mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
                try {
                  Thread.sleep(SLOW_MILLIS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  busy.decrementAndGet();
                }
                out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
                        .getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
              }
            });
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "listeners: [{address: 127.0.0.1, port: 0, protocols: [h1, h2c]}]\n"
                    + "routes: [{name: all, match: {prefix: /}, to: orders}]");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  private static Http2Headers request() {
    return new DefaultHttp2Headers().method("GET").scheme("http").authority("shop").path("/flood");
  }

  private static IntStream streams(int count) {
    return IntStream.range(0, count).map(i -> 2 * i + 1);
  }

  private static Arguments attack(String what, Consumer<FrameClient> frames) {
    return Arguments.of(what, frames);
  }

  /** Attacks that end the connection. */
  static Stream<Arguments> attacks() {
    return Stream.of(
        attack("Rapid Reset (CVE-2023-44487)", FloodTest::rapidReset),
        attack("MadeYouReset (CVE-2025-8671)", FloodTest::madeYouReset),
        attack("CONTINUATION, small frames (CVE-2024-27316)", client -> continuation(client, 1)),
        attack("CONTINUATION, full frames", client -> continuation(client, 16_000)),
        attack(
            "PING (CVE-2019-9512)",
            many((to, ctx) -> to.writePing(ctx, false, 1, ctx.newPromise()))),
        attack(
            "SETTINGS (CVE-2019-9515)",
            many((to, ctx) -> to.writeSettings(ctx, new Http2Settings(), ctx.newPromise()))),
        attack("SETTINGS of many entries", many(FloodTest::longSettings)),
        attack(
            "PRIORITY (CVE-2019-9513)",
            many((to, ctx) -> to.writePriority(ctx, 1, 3, (short) 16, false, ctx.newPromise()))),
        attack(
            "frames of an unknown type",
            many(
                (to, ctx) ->
                    to.writeFrame(
                        ctx,
                        (byte) 77,
                        0,
                        new Http2Flags(),
                        Unpooled.EMPTY_BUFFER,
                        ctx.newPromise()))),
        attack(
            "WINDOW_UPDATE", many((to, ctx) -> to.writeWindowUpdate(ctx, 0, 1, ctx.newPromise()))),
        attack(
            "empty DATA (CVE-2019-9518)",
            client ->
                many((to, ctx) ->
                        to.writeData(ctx, 1, Unpooled.EMPTY_BUFFER, 0, false, ctx.newPromise()))
                    .accept(client.post(1, "/flood"))));
  }

  private interface Frames {
    void write(Http2FrameWriter to, ChannelHandlerContext ctx);
  }

  private static Consumer<FrameClient> many(Frames frames) {
    return client ->
        client.write((to, ctx) -> IntStream.range(0, FRAMES).forEach(i -> frames.write(to, ctx)));
  }

  private static void rapidReset(FrameClient client) {
    client.write(
        (to, ctx) ->
            streams(FRAMES)
                .forEach(
                    id -> {
                      to.writeHeaders(ctx, id, request(), 0, true, ctx.newPromise());
                      to.writeRstStream(ctx, id, 8, ctx.newPromise());
                    }));
  }

  /** Has the gateway do the resets, by frames that are wrong for the stream. */
  private static void madeYouReset(FrameClient client) {
    client.write(
        (to, ctx) ->
            streams(FRAMES)
                .forEach(
                    id -> {
                      to.writeHeaders(ctx, id, request(), 0, true, ctx.newPromise());
                      ByteBuf none = Unpooled.buffer(4).writeInt(0);
                      to.writeFrame(ctx, (byte) 8, id, new Http2Flags(), none, ctx.newPromise());
                    }));
  }

  private static void continuation(FrameClient client, int size) {
    client.frame(1, 1, 1, new byte[] {(byte) 0x82});
    byte[] piece = new byte[size];
    Arrays.fill(piece, (byte) 0x82);
    client.write(
        (to, ctx) ->
            IntStream.range(0, FRAMES / 10)
                .forEach(
                    i ->
                        to.writeFrame(
                            ctx,
                            (byte) 9,
                            1,
                            new Http2Flags(),
                            Unpooled.wrappedBuffer(piece),
                            ctx.newPromise())));
  }

  private static void longSettings(Http2FrameWriter to, ChannelHandlerContext ctx) {
    ByteBuf entries = Unpooled.buffer(6_000);
    for (int i = 0; i < 1_000; i++) {
      entries.writeShort(100 + i).writeInt(i);
    }
    to.writeFrame(ctx, (byte) 4, 0, new Http2Flags(), entries, ctx.newPromise());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void endsTheConnectionAndServesOthers(String what, Consumer<FrameClient> frames) {
    mostBusy.set(0);
    GoodClient good = new GoodClient(gateway.port());
    for (int i = 0; i < ROUNDS; i++) {
      try (FrameClient attacker = new FrameClient(gateway.port())) {
        frames.accept(attacker);
        assertThat(attacker.awaitClosed()).as("closed").isTrue();
      }
    }
    good.check();
    // One attacker at a time may have 100 streams, beside the good client's one request; what was
    // reset may be on its way to an end at the endpoint.
    assertThat(mostBusy.get()).isLessThanOrEqualTo(2 * 101);
  }

  @Test
  void tellsAttackersToCalmDown() {
    try (FrameClient attacker = new FrameClient(gateway.port())) {
      // No more than the gateway reads before it closes, so that the answer is not lost.
      attacker.write(
          (to, ctx) ->
              streams(202)
                  .forEach(
                      id -> {
                        to.writeHeaders(ctx, id, request(), 0, true, ctx.newPromise());
                        to.writeRstStream(ctx, id, 8, ctx.newPromise());
                      }));
      assertThat(attacker.awaitClosed()).isTrue();
      assertThat(attacker.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void refusesStreamsBeyondTheLimitAndServesTheOthers() {
    mostBusy.set(0);
    try (FrameClient client = new FrameClient(gateway.port())) {
      client.write(
          (to, ctx) ->
              streams(150)
                  .forEach(id -> to.writeHeaders(ctx, id, request(), 0, true, ctx.newPromise())));
      long served = streams(150).filter(id -> client.await(id).status() == 200).count();
      long refused = streams(150).filter(id -> client.stream(id).reset() == 7).count();
      assertThat(served).isBetween(100L, 149L);
      assertThat(refused).isEqualTo(150 - served);
      assertThat(mostBusy.get()).isLessThanOrEqualTo(100);
    }
  }

  /** One byte for each header of 4,000 bytes, out of the table that HPACK keeps (RFC 7541, 7.3). */
  @Test
  void takesNoHeadThatUnpacksToMoreThanItMay() {
    GoodClient good = new GoodClient(gateway.port());
    try (FrameClient attacker = new FrameClient(gateway.port())) {
      ByteBuf block = Unpooled.buffer();
      block.writeByte(0x82).writeByte(0x86).writeByte(0x84);
      block.writeByte(0x40).writeByte(1).writeByte('x').writeByte(0x7f).writeByte(0x81);
      block.writeByte(30).writeBytes("y".repeat(127 + 1 + 30 * 128).getBytes(US_ASCII));
      for (int i = 0; i < 10_000; i++) {
        block.writeByte(0x80 | 62);
      }
      byte[] all = new byte[block.readableBytes()];
      block.readBytes(all);
      attacker.frame(1, 5, 1, all);
      FrameClient.Stream refused = attacker.await(1);
      assertThat(refused.status() == 431 || refused.reset() >= 0 || attacker.isClosed()).isTrue();
    }
    good.check();
  }

  @Test
  void remembersNoMoreOfHeadersThanTheProtocolsDefault() {
    Http2Settings huge = new Http2Settings().headerTableSize(1L << 31);
    huge.maxFrameSize((1 << 24) - 1)
        .initialWindowSize(Integer.MAX_VALUE)
        .maxHeaderListSize(1L << 31);
    try (FrameClient client = new FrameClient(gateway.port(), huge)) {
      assertThat(client.get(1, "/settings").await(1).status()).isEqualTo(200);
      client.write((to, ctx) -> to.writeSettings(ctx, huge, ctx.newPromise()));
      assertThat(client.get(3, "/settings").await(3).status()).isEqualTo(200);
      assertThat(client.get(5, "/settings").await(5).body()).isEqualTo("hi");
    }
  }

  /** Asks one request after the other over connections of its own until it is told to stop. */
  private static final class GoodClient {
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger all = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;

    GoodClient(int port) {
      thread = new Thread(() -> run(port), "good-client");
      thread.setDaemon(true);
      thread.start();
    }

    private void run(int port) {
      while (!stopped || all.get() < 20) {
        all.incrementAndGet();
        try (RawClient client = new RawClient(port)) {
          client.send("GET /good HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
          if (client.readUntilClosed(5_000).startsWith("HTTP/1.1 200 OK\r\n")) {
            good.incrementAndGet();
          }
        } catch (UncheckedIOException e) {
          // One of those that were not served.
        }
      }
    }

    void check() {
      stopped = true;
      try {
        thread.join(30_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertThat(good.get()).isGreaterThanOrEqualTo((int) Math.ceil(all.get() * 0.9));
    }
  }
}
