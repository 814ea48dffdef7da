package dev.remora.gateway.auth.introspection;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.discovery.remote.Secret;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.Json;
import dev.remora.gateway.auth.remote.Metadata;
import dev.remora.gateway.auth.remote.Outbound;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The endpoint that judges tokens. While it fails it is left alone for a while, so that those who
 * can't be helped are told so at once.
 */
final class IntrospectionServer {
  /** Questions under way. Somebody who makes tokens up must not take the server down. */
  private static final int MOST_ASKED = 64;

  private static final long LEAST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 3;
  private static final int LARGEST = 64 << 10;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final IntrospectionPlan plan;
  private final Outbound outbound;
  private final Metadata metadata;
  private final Executor executor;
  private final Log log;
  private final Secret secret;
  private final AtomicInteger asked = new AtomicInteger();

  private volatile HttpUrl endpoint;

  // Guarded by this.
  private int failures;
  private long failedAt;

  IntrospectionServer(IntrospectionPlan plan, Outbound outbound, Desk desk) {
    this.plan = plan;
    this.outbound = outbound;
    this.executor = desk.executor();
    this.log = desk.log();
    this.secret = plan.client().open();
    this.endpoint = plan.endpoint();
    this.metadata = plan.endpoint() == null ? new Metadata(plan.issuer(), outbound) : null;
  }

  /**
   * Asks about a token.
   *
   * @param told the answer; null: there is none
   * @return false: it may not be asked now, and {@code told} will not be told
   */
  boolean ask(String token, Consumer<Map<String, Object>> told) {
    if (isLeftAlone()) {
      return false;
    }
    if (asked.incrementAndGet() > MOST_ASKED) {
      asked.decrementAndGet();
      return false;
    }
    Consumer<Map<String, Object>> once =
        answer -> {
          asked.decrementAndGet();
          told.accept(answer);
        };
    HttpUrl known = endpoint;
    if (known == null) {
      metadata.ask(
          "introspection_endpoint",
          url -> {
            endpoint = url;
            ask(url, token, once);
          },
          reason -> fail(reason, once));
    } else {
      try {
        executor.execute(() -> ask(known, token, once));
      } catch (RejectedExecutionException e) {
        asked.decrementAndGet();
        return false;
      }
    }
    return true;
  }

  private synchronized boolean isLeftAlone() {
    return failures > 0
        && System.nanoTime() - failedAt < LEAST_PAUSE << Math.min(failures - 1, MOST_DOUBLINGS);
  }

  private void ask(HttpUrl url, String token, Consumer<Map<String, Object>> told) {
    String form =
        "token="
            + URLEncoder.encode(token, StandardCharsets.UTF_8)
            + "&token_type_hint=access_token";
    Request request;
    try {
      request =
          Request.post(url.pathAndQuery(), form.getBytes(StandardCharsets.US_ASCII), FORM)
              .header("Authorization", plan.client().authorization(secret))
              .header("Accept", "application/json")
              .timeout(Outbound.TIMEOUT)
              .maxBody(LARGEST);
    } catch (IOException e) {
      fail(e.getMessage(), told);
      return;
    }
    outbound.send(
        url,
        request,
        new Callback() {
          @Override
          public void answered(Response response) {
            Map<String, Object> answer =
                response.status() == 200 ? Json.object(response.body()) : null;
            if (answer == null || !(answer.get("active") instanceof Boolean)) {
              if (response.status() == 401) {
                secret.refused();
              }
              fail("it answers with " + Metadata.status(response), told);
            } else {
              succeed();
              told.accept(answer);
            }
          }

          @Override
          public void failed(Exception cause) {
            fail(Metadata.reason(cause), told);
          }
        });
  }

  private void succeed() {
    boolean recovered;
    synchronized (this) {
      recovered = failures > 0;
      failures = 0;
    }
    if (recovered) {
      log.info(plan.describe() + ": tokens are judged again");
    }
  }

  private void fail(String reason, Consumer<Map<String, Object>> told) {
    boolean first;
    synchronized (this) {
      first = failures++ == 0;
      failedAt = System.nanoTime();
      endpoint = plan.endpoint();
    }
    if (first) {
      log.error(plan.describe() + ": tokens can't be judged: " + secret.redact(reason));
    }
    told.accept(null);
  }
}
