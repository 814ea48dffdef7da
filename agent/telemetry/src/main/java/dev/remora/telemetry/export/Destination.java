package dev.remora.telemetry.export;

import dev.remora.core.log.Log;
import dev.remora.core.resilience.RetryAfter;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;
import dev.remora.core.transport.Tls;
import dev.remora.core.transport.Transport;
import dev.remora.telemetry.config.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * A backend. What it is too busy for is tried again, as OTLP asks for; while it is down each batch
 * is tried once and then dropped, and that it is down is told once.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures">OTLP: failures</a>
 */
final class Destination {
  // The SDK's own policy (io.opentelemetry.sdk.common.export.RetryPolicy).
  private static final int ATTEMPTS = 5;
  private static final long FIRST_PAUSE_MILLIS = 1000;
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final double GROWTH = 1.5;
  private static final double JITTER = 0.2;

  /** What is read of an answer; what is in it is of no use. */
  private static final int MAX_ANSWER = 64 << 10;

  private final String what;
  private final String contentType;
  private final Target target;
  private final Peer peer;
  private final String path;
  private final Pause pause;
  private final Log log;

  // Read by those who ask how it stands.
  private volatile String outage;

  /**
   * A backend that is not connected yet.
   *
   * @param what is sent there, for the log, such as {@code spans}
   */
  Destination(
      String what, String contentType, Target target, Transport transport, Pause pause, Log log) {
    this.what = what;
    this.contentType = contentType;
    this.target = target;
    this.pause = pause;
    this.log = log;
    URI address = target.address();
    boolean secure = "https".equalsIgnoreCase(address.getScheme());
    int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
    this.peer =
        secure
            ? transport.peer(
                address.getHost(),
                port,
                Tls.of(target.certificate(), target.clientCertificate(), target.clientKey()))
            : transport.peer(address.getHost(), port);
    String rest = address.getRawPath() == null ? "" : address.getRawPath();
    this.path =
        (rest.isEmpty() ? "/" : rest)
            + (address.getRawQuery() == null ? "" : '?' + address.getRawQuery());
  }

  /** Why it takes nothing now; null: it does, as far as known. */
  String outage() {
    return outage;
  }

  /**
   * Sends a body and waits for the answer.
   *
   * @param patience how long it may be tried
   * @return whether it was taken
   */
  boolean send(byte[] body, Duration patience) {
    byte[] sent = target.gzip() ? gzip(body) : body;
    long until = System.nanoTime() + patience.toNanos();
    int most = outage == null ? ATTEMPTS : 1;
    for (int attempt = 1; ; attempt++) {
      Answer answer = attempt(sent, until);
      if (answer.isTaken()) {
        succeeded();
        return true;
      }
      long wait = attempt < most && answer.isPassing() ? answer.pauseNanos(attempt) : -1;
      if (wait < 0 || pause.isStopping() || System.nanoTime() + wait - until >= 0) {
        failed(answer.reason());
        return false;
      }
      pause.forTime(wait);
    }
  }

  private Answer attempt(byte[] body, long until) {
    long left = until - System.nanoTime();
    if (pause.isStopping()) {
      left = Math.min(left, pause.left());
    }
    long millis =
        Math.max(1, Math.min(target.timeout().toMillis(), TimeUnit.NANOSECONDS.toMillis(left)));
    Request request =
        Request.post(path, body, contentType)
            .timeout(Duration.ofMillis(millis))
            .maxBody(MAX_ANSWER);
    if (target.gzip()) {
      request.header("Content-Encoding", "gzip");
    }
    request.header("User-Agent", "remora");
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    Answer answer = new Answer();
    peer.send(request, answer);
    answer.await();
    return answer;
  }

  private void succeeded() {
    if (outage != null) {
      outage = null;
      log.info("telemetry: " + what + " are sent to " + target + " again");
    }
  }

  private void failed(String reason) {
    boolean first = outage == null;
    outage = reason;
    if (first) {
      log.warn(
          "telemetry: "
              + what
              + " can't be sent to "
              + target
              + ": "
              + reason
              + "; what there is no room for is dropped until they can");
    }
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What became of one attempt. */
  private static final class Answer implements Callback {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Response response;
    private volatile Exception failure;

    @Override
    public void answered(Response answer) {
      response = answer;
      done.countDown();
    }

    @Override
    public void failed(Exception cause) {
      failure = cause;
      done.countDown();
    }

    /** The transport ends each request in time. */
    void await() {
      try {
        done.await();
      } catch (InterruptedException e) {
        failure = e;
      }
    }

    boolean isTaken() {
      return response != null && response.status() / 100 == 2;
    }

    /** Whether it may be taken later. */
    boolean isPassing() {
      if (response == null) {
        return failure instanceof IOException;
      }
      int status = response.status();
      return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** How long the backend wants to be left alone, or an ever longer time with jitter. */
    long pauseNanos(int attempt) {
      long asked =
          response == null
              ? -1
              : RetryAfter.millis(response.header("Retry-After"), System.currentTimeMillis());
      if (asked >= 0) {
        return TimeUnit.MILLISECONDS.toNanos(Math.min(asked, TimeUnit.HOURS.toMillis(1)));
      }
      double millis =
          Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * Math.pow(GROWTH, attempt - 1));
      double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
      return (long) (millis * jitter * 1e6);
    }

    String reason() {
      if (response != null) {
        return "it answered " + response.status();
      }
      return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    }
  }
}
