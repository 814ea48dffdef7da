package dev.remora.gateway.proxy;

import dev.remora.core.Mesh;
import dev.remora.core.MeshCall;
import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.gateway.exchange.Allowed;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.MaxForwards;
import dev.remora.gateway.exchange.Mirroring;
import dev.remora.gateway.exchange.Outgoing;
import dev.remora.gateway.exchange.TraceHeaders;
import dev.remora.gateway.exchange.Upstream;
import dev.remora.gateway.tls.ClientTls;
import dev.remora.gateway.upgrade.Handshake;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;

/**
 * Forwards one exchange: the mesh says where each attempt goes and what follows a failure, an
 * {@link Attempt} does it.
 */
final class Forward implements RequestInfo, Mirroring {
  private static final int SWITCHING_PROTOCOLS = 101;

  /** RFC 9113, section 7; means nothing to HTTP/1.1, whose connection is closed. */
  private static final long CANCEL = 8;

  private final Exchange exchange;
  private final Origins origins;
  private final Mesh mesh;
  private final Context context;
  private final RequestBody body;

  /** Null: it stays HTTP. */
  private Handshake handshake;

  /** Null: its endpoints are called without. */
  private ClientTls tls;

  private MeshCall call;
  private Attempt attempt;
  private ResponseBody responding;
  private long began;
  private int attempts;

  Forward(Exchange exchange, Origins origins, Mesh mesh, Context context) {
    this.exchange = exchange;
    this.origins = origins;
    this.mesh = mesh;
    this.context = context;
    this.body = new RequestBody(exchange);
    exchange.mirroring(this);
  }

  void begin() {
    if (MaxForwards.isUsedUp(exchange)) {
      exchange.reply(Allowed.REPLY);
      return;
    }
    handshake = Handshake.of(exchange);
    if (handshake != null && handshake.problem() != null) {
      exchange.reply(handshake.problem());
      return;
    }
    String service = exchange.outgoing().service();
    // Of one moment for all attempts: what the mesh was told holds for where it goes.
    tls = service == null ? null : origins.tls(service);
    call = service == null ? null : mesh.route(service, this, exchange.outgoing().override());
    if (call == null) {
      exchange.reply(Problems.NO_ENDPOINT);
      return;
    }
    String rejection = call.rejection();
    if (rejection != null) {
      exchange.reply(Problems.rejected(call), new IllegalStateException(rejection));
      return;
    }
    began = System.nanoTime();
    exchange.forwarding(this::cancel);
    attempt();
  }

  private void attempt() {
    attempts++;
    attempt = new Attempt(this, call, body);
    attempt.begin();
  }

  Exchange exchange() {
    return exchange;
  }

  Origins origins() {
    return origins;
  }

  /** The head of a response has come. */
  void responded(Attempt from, HttpClientResponse response) {
    int status = response.statusCode();
    if (status == SWITCHING_PROTOCOLS) {
      upgraded(from, response);
      return;
    }
    if (body.isRepeatable()) {
      long pause = call.retry(status, response.getHeader(HttpHeaderNames.RETRY_AFTER));
      if (pause >= 0) {
        from.cancel();
        again(pause);
        return;
      }
    } else {
      call.responded(status);
    }
    body.forget();
    tell(status);
    responding = new ResponseBody(exchange, from, response, origins);
    responding.begin();
  }

  private void upgraded(Attempt from, HttpClientResponse response) {
    if (handshake == null || !handshake.isAgreedBy(response.headers())) {
      from.cancel();
      failed(new IOException("the endpoint changed to a protocol that it was not asked for"));
      return;
    }
    call.responded(SWITCHING_PROTOCOLS);
    tell(SWITCHING_PROTOCOLS);
    new Upgraded(exchange, handshake, from, response).begin();
  }

  /** There is no response, and nothing of one went to the client. */
  void failed(Throwable failure) {
    if (exchange.isEnded()) {
      call.cancelled();
      return;
    }
    if (call.failover(failure)) {
      attempt();
      return;
    }
    long pause = body.isRepeatable() ? call.retry(failure) : -1;
    if (pause >= 0) {
      again(pause);
      return;
    }
    if (!body.isRepeatable()) {
      call.failed(failure);
    }
    tell(0);
    exchange.reply(Problems.of(failure, call), failure);
  }

  private void again(long pauseMillis) {
    if (pauseMillis == 0) {
      attempt();
    } else {
      origins.after(
          pauseMillis,
          () -> {
            if (!exchange.isEnded()) {
              attempt();
            }
          });
    }
  }

  private void tell(int status) {
    exchange.upstream(
        new Upstream(
            call.service(),
            call.address().getHostAddress() + ":" + call.port(),
            attempts,
            status,
            System.nanoTime() - began));
  }

  /** The client is gone, or will get nothing more. */
  void cancel() {
    if (responding != null) {
      responding.stop();
    }
    if (attempt != null) {
      attempt.cancel();
      call.cancelled();
    }
  }

  @Override
  public void mirror(String service, Buffer content) {
    origins.mirrors(mesh).send(service, exchange.outgoing(), content);
  }

  @Override
  public String method() {
    return exchange.method();
  }

  @Override
  public String target() {
    return exchange.outgoing().target();
  }

  @Override
  public String header(String name) {
    // The call belongs to the exchange, whose context says what it belongs to.
    return TraceHeaders.contains(name) ? null : exchange.header(name);
  }

  @Override
  public boolean isRepeatable() {
    return body.isRepeatable();
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public boolean isSecure() {
    return tls != null;
  }

  /** How its endpoints are called; null: without TLS. */
  ClientTls tls() {
    return tls;
  }

  /** What the connection is to be made of; null: it stays HTTP. */
  Handshake handshake() {
    return handshake;
  }

  Outgoing outgoing() {
    return exchange.outgoing();
  }

  static void reset(HttpClientRequest request) {
    if (request != null) {
      request.reset(CANCEL);
    }
  }
}
