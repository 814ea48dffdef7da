package dev.remora.telemetry.trace;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.telemetry.metrics.ServiceMeter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Arrays;

/** A call of which a span is made. */
final class SampledCall extends RecordedCall implements FinishedSpan {
  /** More are counted and not described; retries and endpoints are few. */
  static final int MAX_ATTEMPTS = 32;

  private final Spans spans;
  final SpanIds ids;
  final String service;
  final String host;
  final String spelledMethod;
  final String target;

  AttemptRecord[] attempts = new AttemptRecord[1];
  int made;
  int resent;
  int status;
  String errorType;
  String rejection;
  long end;

  SampledCall(
      Spans spans,
      ServiceMeter meter,
      SpanIds ids,
      String[] headers,
      CallSubject subject,
      long began) {
    super(meter, subject.secure, subject.port, Methods.known(subject.method), began, headers);
    this.spans = spans;
    this.ids = ids;
    this.service = subject.service;
    this.host = subject.host;
    this.spelledMethod = subject.method;
    this.target = subject.target;
  }

  @Override
  public int attempted(LiveEndpoint endpoint, Reason reason, long now) {
    super.attempted(endpoint, reason, now);
    if (ended) {
      return made;
    }
    if (reason == Reason.RETRY || reason == Reason.HEDGE) {
      resent++;
    }
    int number = made++;
    if (number < MAX_ATTEMPTS) {
      if (number == attempts.length) {
        attempts = Arrays.copyOf(attempts, 2 * number);
      }
      attempts[number] = new AttemptRecord(endpoint, reason, now);
    }
    return number;
  }

  @Override
  public void ended(int attempt, Outcome outcome, int status, Throwable failure, long now) {
    if (ended || attempt >= attempts.length || attempts[attempt] == null) {
      return;
    }
    AttemptRecord record = attempts[attempt];
    record.outcome = outcome;
    record.status = status;
    record.errorType = Errors.ofCall(outcome, status, failure);
    record.ended = now;
  }

  @Override
  public void ended(Outcome outcome, int status, Throwable failure, long now) {
    if (ended) {
      return;
    }
    ended = true;
    this.status = status;
    errorType = Errors.ofCall(outcome, status, failure);
    end = now;
    record(status, errorType, now);
    spans.add(this);
  }

  @Override
  public void rejected(String why, long now) {
    if (ended) {
      return;
    }
    super.rejected(why, now);
    rejection = why;
    errorType = "rejected";
    end = now;
    spans.add(this);
  }

  @Override
  public SpanData data(SpanDetails details) {
    return CallData.of(this, details);
  }
}
