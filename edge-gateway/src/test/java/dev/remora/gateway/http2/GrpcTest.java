package dev.remora.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** grpc-java on both sides of the gateway. */
class GrpcTest {
  private static final long SECONDS = 10;

  private GrpcServer server;
  private TestGateway gateway;
  private ManagedChannel channel;

  @BeforeEach
  void start() {
    server = new GrpcServer();
    gateway =
        TestGateway.over("orders", server.port())
            .and("gone", 1)
            .start(
                """
                listeners: [{address: 127.0.0.1, port: 0, protocols: [h2c]}]
                upstream-protocols: {orders: h2, gone: h2}
                services: {gone: {retry: {attempts: 1}}}
                routes:
                - {name: grpc, match: {prefix: /shop.Orders}, to: orders}
                - {name: gone, match: {prefix: /shop.Gone}, to: gone}
                """);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
            .usePlaintext()
            .maxInboundMessageSize(16 << 20)
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    gateway.close();
    server.close();
  }

  private static CallOptions soon() {
    return CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void callsAndIsAnswered() {
    byte[] reply = ClientCalls.blockingUnaryCall(channel, GrpcServer.UNARY, soon(), bytes("hello"));
    assertThat(reply).isEqualTo(bytes("hello"));
  }

  @Test
  void carriesLargeMessages() {
    byte[] large = new byte[8 << 20];
    large[12_345] = 42;
    assertThat(ClientCalls.blockingUnaryCall(channel, GrpcServer.UNARY, soon(), large))
        .isEqualTo(large);
  }

  @Test
  void streamsFromTheServerMessageByMessage() {
    Iterator<byte[]> feed =
        ClientCalls.blockingServerStreamingCall(channel, GrpcServer.FEED, soon(), new byte[] {3});
    for (byte i = 0; i < 3; i++) {
      // The next one is not sent before this one has come.
      server.next.release();
      assertThat(feed.next()).containsExactly(i);
    }
    assertThat(feed.hasNext()).isFalse();
  }

  @Test
  void streamsFromTheClient() throws InterruptedException {
    Replies replies = new Replies();
    StreamObserver<byte[]> sum =
        ClientCalls.asyncClientStreamingCall(channel.newCall(GrpcServer.SUM, soon()), replies);
    for (int i = 0; i < 100; i++) {
      sum.onNext(new byte[10_000]);
    }
    sum.onCompleted();
    assertThat(replies.next()).isEqualTo(bytes("1000000"));
  }

  @Test
  void streamsBothWaysEvenIfTheServerSpeaksFirst() throws InterruptedException {
    Replies replies = new Replies();
    StreamObserver<byte[]> talk =
        ClientCalls.asyncBidiStreamingCall(channel.newCall(GrpcServer.TALK, soon()), replies);
    assertThat(replies.next()).isEqualTo(bytes("!"));
    for (String word : List.of("one", "two", "three")) {
      talk.onNext(bytes(word));
      assertThat(replies.next()).isEqualTo(bytes(word));
    }
    talk.onCompleted();
    await().until(() -> replies.completed);
  }

  @Test
  void passesOnErrorsWithAndWithoutMessages() {
    for (byte[] request : new byte[][] {{}, {1}}) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> ClientCalls.blockingUnaryCall(channel, GrpcServer.FAIL, soon(), request));
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(failure.getStatus().getDescription()).isEqualTo("no such order: 7 %");
      assertThat(failure.getTrailers().get(GrpcServer.MARK)).isEqualTo("from the server");
    }
  }

  @Test
  void passesOnDeadlinesAndTheirEnd() throws InterruptedException {
    CallOptions short0 = CallOptions.DEFAULT.withDeadlineAfter(1_000, TimeUnit.MILLISECONDS);
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> ClientCalls.blockingUnaryCall(channel, GrpcServer.HANG, short0, bytes("x")));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(server.cancelled.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(server.remainingMillis).isBetween(1L, 1_000L);
  }

  @Test
  void endsTheServersCallWithTheClients() throws InterruptedException {
    ClientCall<byte[], byte[]> call = channel.newCall(GrpcServer.HANG, CallOptions.DEFAULT);
    ClientCalls.asyncUnaryCall(call, bytes("x"), new Replies());
    await().until(() -> server.remainingMillis == -1);
    call.cancel("enough", null);
    assertThat(server.cancelled.await(SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** The client takes one message of 64 KiB and then nothing more. */
  @Test
  void holdsTheServerBackWhenTheClientTakesNoMore() throws InterruptedException {
    ClientCall<byte[], byte[]> call = channel.newCall(GrpcServer.FLOOD, CallOptions.DEFAULT);
    AtomicInteger taken = new AtomicInteger();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            taken.incrementAndGet();
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(new byte[0]);
    call.halfClose();
    await().until(() -> taken.get() == 1);
    AtomicInteger before = new AtomicInteger(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(server.flooded.get()) == server.flooded.get());
    // Windows and buffers of both connections; of 31 MiB that the server has to send.
    assertThat(server.flooded.get() * (long) GrpcServer.FLOOD_PIECE).isLessThan(8L << 20);
    call.request(5_000);
    await().atMost(Duration.ofSeconds(30)).until(() -> taken.get() == GrpcServer.FLOOD_PIECES);
  }

  @Test
  void tellsItsOwnProblemsInTheWordsOfGrpc() {
    MethodDescriptor<byte[], byte[]> unknown =
        GrpcServer.UNARY.toBuilder().setFullMethodName("shop.Unknown/x").build();
    MethodDescriptor<byte[], byte[]> gone =
        GrpcServer.UNARY.toBuilder().setFullMethodName("shop.Gone/x").build();
    assertThat(problem(unknown).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    Status unreachable = problem(gone);
    assertThat(unreachable.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(unreachable.getDescription()).isNotBlank().doesNotContain("127.0.0.1");
  }

  private Status problem(MethodDescriptor<byte[], byte[]> method) {
    return catchThrowableOfType(
            StatusRuntimeException.class,
            () -> ClientCalls.blockingUnaryCall(channel, method, soon(), bytes("x")))
        .getStatus();
  }

  @Test
  void carriesManyCallsOnFewConnections()
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Future<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(
          ClientCalls.futureUnaryCall(
              channel.newCall(GrpcServer.UNARY, soon()), bytes("call " + i)));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).get(SECONDS, TimeUnit.SECONDS)).isEqualTo(bytes("call " + i));
    }
    assertThat(server.connections.get()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }

  private static final class Replies implements StreamObserver<byte[]> {
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private volatile boolean completed;

    byte[] next() throws InterruptedException {
      return messages.poll(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(byte[] message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {
      completed = true;
    }
  }
}
