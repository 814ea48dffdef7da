package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.resilience.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static void assertKind(Failure kind, Throwable... failures) {
    for (Throwable failure : failures) {
      assertThat(Failures.of(failure)).as(failure.toString()).isEqualTo(kind);
      assertThat(Failures.of(new CompletionException(failure)))
          .as("wrapped " + failure)
          .isEqualTo(kind);
    }
  }

  @Test
  void tellsThemApart() {
    assertKind(Failure.CONNECT, new ConnectException("Connection refused"));
    assertKind(
        Failure.CONNECT_TIMEOUT,
        new SocketTimeoutException("connect timed out"),
        new SocketTimeoutException("Connect timed out"),
        new HttpConnectTimeoutException("HTTP connect timed out"),
        new ConnectException("HTTP connect timed out"));
    assertKind(
        Failure.TIMEOUT,
        new SocketTimeoutException("Read timed out"),
        new HttpTimeoutException("request timed out"),
        new InterruptedIOException("timeout"));
    assertKind(
        Failure.RESET,
        new SocketException("Connection reset"),
        new SocketException("Broken pipe"),
        new EOFException("\\n not found"),
        new IOException("HTTP/1.1 header parser received no bytes"));
    assertKind(
        Failure.REFUSED,
        new SSLPeerUnverifiedException("no match"),
        new ProtocolException("Unexpected status line"),
        new SSLHandshakeException("untrusted").initCause(new CertificateException("untrusted")));
    assertKind(
        Failure.ABANDONED,
        new InterruptedException(),
        new InterruptedIOException("interrupted"),
        new CancellationException(),
        new ClosedByInterruptException(),
        new IOException("Canceled"),
        new SocketException("Socket closed"),
        new IllegalStateException("the application's own"));
  }
}
