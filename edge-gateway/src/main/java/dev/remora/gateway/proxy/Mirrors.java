package dev.remora.gateway.proxy;

import dev.remora.core.Mesh;
import dev.remora.core.MeshCall;
import dev.remora.core.routing.RequestInfo;
import dev.remora.gateway.exchange.Outgoing;
import dev.remora.gateway.http1.ServiceConnection;
import dev.remora.gateway.tls.ClientTls;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;

/**
 * Copies of requests on one event loop: on connections of their own, one attempt each, and no more
 * at a time than there is room for. Whatever goes wrong with one, only the mesh is told.
 */
final class Mirrors {
  /** Those that are under way hold their bodies in memory. */
  private static final int MOST = 64;

  private static final long CONNECT_MILLIS = 1_000;
  private static final long RESPONSE_MILLIS = 10_000;

  private final Mesh mesh;
  private final Origins origins;
  private int underWay;

  Mirrors(Mesh mesh, Origins origins) {
    this.mesh = mesh;
    this.origins = origins;
  }

  void send(String service, Outgoing outgoing, Buffer body) {
    if (underWay < MOST) {
      Copy copy = new Copy(service, outgoing, body);
      if (copy.isPlaced()) {
        underWay++;
        copy.begin();
      }
    }
  }

  /** One of them, of a moment: what becomes of the request itself does not change it. */
  private final class Copy implements RequestInfo {
    private final String service;
    private final HttpMethod method;
    private final String target;
    private final String authority;
    private final MultiMap headers;
    private final Buffer body;
    private final ClientTls tls;
    private final MeshCall call;
    private Origins.Key to;
    private HttpClientConnection connection;
    private HttpClientRequest request;
    private long timer;
    private boolean over;

    Copy(String service, Outgoing outgoing, Buffer body) {
      this.service = service;
      this.method = outgoing.method();
      this.target = outgoing.target();
      this.authority = outgoing.authority();
      this.headers = HttpHeaders.headers().addAll(outgoing.headers());
      this.body = body;
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
      if (body != null) {
        headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length()));
      }
      this.tls = origins.tls(service);
      this.call = mesh.route(service, this);
    }

    boolean isPlaced() {
      return call != null && call.rejection() == null;
    }

    void begin() {
      to = new Origins.Key(call.address(), call.port(), tls);
      timer = origins.after(RESPONSE_MILLIS, () -> fail(new IOException("no response in time")));
      origins
          .connect(to, service, CONNECT_MILLIS)
          .onComplete(this::connected, failure -> fail(Causes.connecting(failure)));
    }

    private void connected(HttpClientConnection made) {
      if (over) {
        origins.release(made, to);
        return;
      }
      connection = made;
      RequestOptions options =
          new RequestOptions().setMethod(method).setURI(target).setHeaders(headers);
      made.request(options).onComplete(this::write, failure -> fail(Causes.sending(failure)));
    }

    private void write(HttpClientRequest made) {
      request = made;
      if (over) {
        made.reset();
        return;
      }
      made.authority(HostAndPort.parseAuthority(authority, -1));
      String[] added = call.headers();
      for (int i = 0; added != null && i + 1 < added.length; i += 2) {
        made.headers().set(added[i], added[i + 1]);
      }
      made.exceptionHandler(failure -> fail(Causes.sending(failure)));
      made.response().onComplete(this::responded, failure -> fail(Causes.sending(failure)));
      if (body == null) {
        made.end();
      } else {
        made.end(body);
      }
    }

    private void responded(HttpClientResponse response) {
      response.exceptionHandler(failure -> fail(failure));
      if (over) {
        return;
      }
      call.responded(response.statusCode());
      response.endHandler(
          end -> {
            if (!over) {
              end();
              if (ServiceConnection.isReusable(connection)) {
                origins.release(connection, to);
              } else {
                connection.close();
              }
            }
          });
      response.resume();
    }

    private void fail(Throwable failure) {
      if (!over) {
        end();
        Forward.reset(request);
        call.failed(failure);
      }
    }

    private void end() {
      over = true;
      underWay--;
      origins.cancel(timer);
    }

    @Override
    public String method() {
      return method.name();
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public String header(String name) {
      return headers.get(name);
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }
  }
}
