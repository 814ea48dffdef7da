package dev.remora.gateway.proxy;

import dev.remora.core.MeshCall;
import dev.remora.gateway.exchange.Outgoing;
import dev.remora.gateway.http1.ServiceConnection;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.net.SocketTimeoutException;

/** One attempt of a call at one endpoint, until the head of its response is there. */
final class Attempt {
  /** Envoy's connect_timeout. */
  private static final long CONNECT_MILLIS = 5_000;

  /** As nginx's proxy_read_timeout, where the service's settings say nothing else. */
  private static final long RESPONSE_MILLIS = 60_000;

  private static final long NO_TIMER = -1;

  private final Forward forward;
  private final MeshCall call;
  private final RequestBody body;
  private final Origins.Key to;

  private HttpClientConnection connection;
  private HttpClientRequest request;
  private long timer = NO_TIMER;
  private boolean over;
  private boolean finished;

  Attempt(Forward forward, MeshCall call, RequestBody body) {
    this.forward = forward;
    this.call = call;
    this.body = body;
    this.to = new Origins.Key(call.address(), call.port(), forward.tls());
  }

  void begin() {
    forward
        .origins()
        .connect(to, forward.outgoing().service(), call.connectTimeoutMillis(CONNECT_MILLIS))
        .onComplete(this::connected, failure -> fail(Causes.connecting(failure)));
  }

  /** Begins again, on a connection that nobody has used before. */
  private void beginAnew() {
    end();
    over = false;
    body.detach();
    connection.close();
    connection = null;
    request = null;
    forward
        .origins()
        .connectAnew(to, forward.outgoing().service(), call.connectTimeoutMillis(CONNECT_MILLIS))
        .onComplete(this::connected, failure -> fail(Causes.connecting(failure)));
  }

  /**
   * Whether the endpoint has closed the connection while it idled, which is no failure of its own
   * (RFC 9112, section 9.3.1): nothing was sent, or it does no harm if it was taken twice.
   */
  private boolean isStale(Throwable failure) {
    return connection != null
        && !(failure instanceof SocketTimeoutException)
        && !forward.exchange().isEnded()
        && ServiceConnection.isStale(connection, request != null)
        && (request == null || isIdempotent(request.getMethod()))
        && body.isRepeatable();
  }

  private static boolean isIdempotent(HttpMethod method) {
    return method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.PUT)
        || method.equals(HttpMethod.DELETE)
        || method.equals(HttpMethod.OPTIONS);
  }

  private void connected(HttpClientConnection made) {
    if (over) {
      forward.origins().release(made, to);
      return;
    }
    connection = made;
    Outgoing outgoing = forward.outgoing();
    RequestOptions options =
        new RequestOptions()
            .setMethod(outgoing.method())
            .setURI(outgoing.target())
            .setHeaders(outgoing.headers());
    made.request(options).onComplete(this::send, failure -> fail(Causes.sending(failure)));
  }

  private void send(HttpClientRequest to) {
    if (over) {
      to.reset();
      return;
    }
    request = to;
    to.authority(HostAndPort.parseAuthority(forward.outgoing().authority(), -1));
    String[] added = call.headers();
    for (int i = 0; added != null && i + 1 < added.length; i += 2) {
      to.headers().set(added[i], added[i + 1]);
    }
    to.exceptionHandler(failure -> fail(to, failure));
    to.response().onComplete(this::responded, failure -> fail(to, failure));
    timer =
        forward
            .origins()
            .after(
                call.attemptTimeoutMillis(RESPONSE_MILLIS),
                () -> {
                  timer = NO_TIMER;
                  fail(new SocketTimeoutException("no response in time"));
                });
    if (forward.handshake() == null) {
      body.sendTo(to);
    } else {
      forward.handshake().addTo(to.headers());
      to.connect();
    }
  }

  private void responded(HttpClientResponse response) {
    if (over) {
      return;
    }
    response.pause();
    // Whoever takes the response sets its own; one that is given up is no news.
    response.exceptionHandler(failure -> {});
    end();
    forward.responded(this, response);
  }

  private void fail(HttpClientRequest of, Throwable failure) {
    if (of == request) {
      fail(Causes.sending(failure));
    }
  }

  private void fail(Throwable failure) {
    if (over) {
      return;
    }
    if (isStale(failure)) {
      beginAnew();
      return;
    }
    end();
    finished = true;
    body.detach();
    Forward.reset(request);
    forward.failed(failure);
  }

  private void end() {
    over = true;
    if (timer != NO_TIMER) {
      forward.origins().cancel(timer);
      timer = NO_TIMER;
    }
  }

  /** The connection that it is on. */
  Channel channel() {
    return ServiceConnection.channel(connection);
  }

  /** The response is complete; the connection may take another request if it is clean. */
  void finish() {
    if (finished) {
      return;
    }
    finished = true;
    // One that was to change its protocol and did not is unfinished to Vert.x.
    boolean clean = forward.handshake() == null && body.isComplete();
    if (clean && ServiceConnection.isReusable(connection)) {
      forward.origins().release(connection, to);
    } else if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      Forward.reset(request);
    } else {
      connection.close();
    }
  }

  /** Reads more of the response, or not for now. */
  void read(boolean on) {
    ServiceConnection.read(connection, on);
  }

  /** Gives it up, whatever its state. */
  void cancel() {
    if (!finished) {
      finished = true;
      end();
      body.detach();
      Forward.reset(request);
    }
  }
}
