package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ConnectFailuresTest {
  /** As Netty has it. */
  @SuppressWarnings("serial")
  static final class ConnectTimeoutException extends ConnectException {}

  private static boolean counts(Throwable failure) {
    return ConnectFailures.isConnectFailure(failure);
  }

  private static <T extends Throwable> T suppressing(T failure, Throwable suppressed) {
    failure.addSuppressed(suppressed);
    return failure;
  }

  private static IOException causedBy(Throwable cause) {
    return new IOException(cause);
  }

  @Test
  void failuresToConnectCount() {
    assertThat(counts(new ConnectException("Connection refused"))).isTrue();
    assertThat(counts(new ConnectException("Connection timed out"))).isTrue();
    assertThat(counts(new ConnectException())).isTrue();
    assertThat(counts(new NoRouteToHostException())).isTrue();
    assertThat(counts(new PortUnreachableException())).isTrue();
    assertThat(counts(new ConnectException() {})).isTrue();
  }

  @Test
  void wrappedOnesCount() {
    ConnectException refused = new ConnectException("Connection refused");
    assertThat(counts(causedBy(refused))).isTrue();
    assertThat(counts(new ExecutionException(new RuntimeException(causedBy(refused))))).isTrue();
  }

  @Test
  void timeoutsDoNotCountWhereverTheyStand() {
    assertThat(counts(new SocketTimeoutException("connect timed out"))).isFalse();
    assertThat(counts(new HttpConnectTimeoutException("x"))).isFalse();
    assertThat(counts(new ConnectTimeoutException())).isFalse();
    assertThat(counts(new ConnectException("HTTP connect timed out"))).isFalse();
    assertThat(counts(new HttpConnectTimeoutException("x").initCause(new ConnectException("x"))))
        .isFalse();
    assertThat(counts(new ConnectException().initCause(new SocketTimeoutException()))).isFalse();
    assertThat(counts(suppressing(new ConnectException(), new SocketTimeoutException()))).isFalse();
    assertThat(counts(suppressing(new ConnectException(), new TimeoutException()))).isFalse();
  }

  @Test
  void otherFailuresDoNotCount() {
    assertThat(counts(null)).isFalse();
    assertThat(counts(new SocketException("Connection reset"))).isFalse();
    assertThat(counts(new UnknownHostException("orders"))).isFalse();
    assertThat(counts(new EOFException())).isFalse();
    assertThat(counts(new InterruptedIOException())).isFalse();
    assertThat(counts(new RuntimeException())).isFalse();
    assertThat(counts(new StackOverflowError())).isFalse();
  }

  /** What OkHttp throws after several routes: the last failure, the earlier ones suppressed. */
  @Test
  void earlierAttemptsThatMayHaveSentSomethingForbidIt() {
    ConnectException refused = new ConnectException("Connection refused");
    assertThat(counts(suppressing(new ConnectException(), refused))).isTrue();
    assertThat(counts(suppressing(new ConnectException(), causedBy(refused)))).isTrue();
    assertThat(counts(suppressing(new ConnectException(), new SocketException("Connection reset"))))
        .isFalse();
    assertThat(counts(suppressing(new SocketException("Connection reset"), refused))).isFalse();
    assertThat(counts(causedBy(suppressing(new ConnectException(), new SocketException("reset")))))
        .isFalse();
  }

  /** What Reactor attaches to what it throws from block(). */
  @Test
  void tracesThatAreAttachedAreNoFailures() {
    assertThat(
            counts(
                suppressing(
                    new ConnectException(), new Exception("#block terminated with an error"))))
        .isTrue();
  }

  @Test
  void cyclesEnd() {
    RuntimeException one = new RuntimeException();
    RuntimeException two = new RuntimeException(one);
    one.initCause(two);
    assertThat(counts(one)).isFalse();
    ConnectException refused = new ConnectException();
    refused.addSuppressed(causedBy(refused));
    assertThat(counts(refused)).isFalse();
  }

  @Test
  void whatTheJdkClientThrowsForARefusedConnectionCounts() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    Throwable thrown = null;
    try {
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      thrown = e;
    }
    assertThat(counts(thrown)).isTrue();
  }
}
