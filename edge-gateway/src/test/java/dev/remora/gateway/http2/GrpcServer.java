package dev.remora.gateway.http2;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of grpc-java, whose messages are plain bytes. */
final class GrpcServer implements AutoCloseable {
  static final Metadata.Key<String> MARK =
      Metadata.Key.of("x-mark", Metadata.ASCII_STRING_MARSHALLER);

  static final MethodDescriptor<byte[], byte[]> UNARY = method(MethodType.UNARY, "unary");
  static final MethodDescriptor<byte[], byte[]> FAIL = method(MethodType.UNARY, "fail");
  static final MethodDescriptor<byte[], byte[]> HANG = method(MethodType.UNARY, "hang");
  static final MethodDescriptor<byte[], byte[]> FEED = method(MethodType.SERVER_STREAMING, "feed");
  static final MethodDescriptor<byte[], byte[]> FLOOD =
      method(MethodType.SERVER_STREAMING, "flood");
  static final MethodDescriptor<byte[], byte[]> SUM = method(MethodType.CLIENT_STREAMING, "sum");
  static final MethodDescriptor<byte[], byte[]> TALK = method(MethodType.BIDI_STREAMING, "talk");

  static final int FLOOD_PIECE = 64 << 10;
  static final int FLOOD_PIECES = 500;

  /** Lets the next message of {@link #FEED} out. */
  final Semaphore next = new Semaphore(0);

  final CountDownLatch cancelled = new CountDownLatch(1);
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger flooded = new AtomicInteger();
  volatile long remainingMillis;

  private final Server server;

  GrpcServer() {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("shop.Orders")
            .addMethod(UNARY, ServerCalls.asyncUnaryCall(this::unary))
            .addMethod(FAIL, ServerCalls.asyncUnaryCall(GrpcServer::fail))
            .addMethod(HANG, ServerCalls.asyncUnaryCall(this::hang))
            .addMethod(FEED, ServerCalls.asyncServerStreamingCall(this::feed))
            .addMethod(FLOOD, ServerCalls.asyncServerStreamingCall(this::flood))
            .addMethod(SUM, ServerCalls.asyncClientStreamingCall(GrpcServer::sum))
            .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcServer::talk))
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(16 << 20)
            .addTransportFilter(
                new ServerTransportFilter() {
                  @Override
                  public Attributes transportReady(Attributes transport) {
                    connections.incrementAndGet();
                    return transport;
                  }
                })
            .addService(service)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
    return MethodDescriptor.newBuilder(Bytes.PLAIN, Bytes.PLAIN)
        .setType(type)
        .setFullMethodName("shop.Orders/" + name)
        .build();
  }

  int port() {
    return server.getPort();
  }

  private void unary(byte[] request, StreamObserver<byte[]> response) {
    response.onNext(request);
    response.onCompleted();
  }

  private static void fail(byte[] request, StreamObserver<byte[]> response) {
    Metadata trailers = new Metadata();
    trailers.put(MARK, "from the server");
    if (request.length > 0) {
      response.onNext(request);
    }
    response.onError(
        Status.NOT_FOUND.withDescription("no such order: 7 %").asRuntimeException(trailers));
  }

  private void hang(byte[] request, StreamObserver<byte[]> response) {
    remainingMillis =
        Context.current().getDeadline() == null
            ? -1
            : Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS);
    ((ServerCallStreamObserver<byte[]>) response).setOnCancelHandler(cancelled::countDown);
  }

  private void feed(byte[] request, StreamObserver<byte[]> response) {
    Context.current()
        .fork()
        .run(
            () ->
                new Thread(
                        () -> {
                          for (byte i = 0; i < request[0]; i++) {
                            next.acquireUninterruptibly();
                            response.onNext(new byte[] {i});
                          }
                          response.onCompleted();
                        },
                        "feed")
                    .start());
  }

  /** Sends as long as the transport takes more. */
  private void flood(byte[] request, StreamObserver<byte[]> response) {
    ServerCallStreamObserver<byte[]> out = (ServerCallStreamObserver<byte[]>) response;
    int most = FLOOD_PIECES;
    out.setOnReadyHandler(
        () -> {
          while (out.isReady() && flooded.get() < most) {
            out.onNext(new byte[FLOOD_PIECE]);
            if (flooded.incrementAndGet() == most) {
              out.onCompleted();
            }
          }
        });
  }

  private static StreamObserver<byte[]> sum(StreamObserver<byte[]> response) {
    return new StreamObserver<>() {
      private int sum;

      @Override
      public void onNext(byte[] piece) {
        sum += piece.length;
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        response.onNext(String.valueOf(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        response.onCompleted();
      }
    };
  }

  /** Speaks first, and then after the client. */
  private static StreamObserver<byte[]> talk(StreamObserver<byte[]> response) {
    response.onNext(new byte[] {'!'});
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] piece) {
        response.onNext(piece);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        response.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    PLAIN;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(Arrays.copyOf(value, value.length));
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
