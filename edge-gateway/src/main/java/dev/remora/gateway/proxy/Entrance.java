package dev.remora.gateway.proxy;

import dev.remora.core.Mesh;
import dev.remora.gateway.exchange.Allowed;
import dev.remora.gateway.exchange.Client;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.exchange.Target;
import dev.remora.gateway.exchange.Via;
import dev.remora.gateway.http1.BadMessage;
import dev.remora.gateway.http1.ClientConnection;
import dev.remora.gateway.route.RouteTable;
import dev.remora.gateway.tls.ListenerTls;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where requests come in, on one event loop: what can't be forwarded is answered here. */
final class Entrance {
  private final Mesh mesh;
  private final Origins origins;
  private final Supplier<RouteTable> routes;
  private final Clients clients;

  /** Null: the listener is without. */
  private final ListenerTls tls;

  private final ExchangeObserver observer;
  private final BooleanSupplier closing;

  Entrance(
      Mesh mesh,
      Origins origins,
      Supplier<RouteTable> routes,
      Clients clients,
      ListenerTls tls,
      ExchangeObserver observer,
      BooleanSupplier closing) {
    this.mesh = mesh;
    this.origins = origins;
    this.routes = routes;
    this.clients = clients;
    this.tls = tls;
    this.observer = observer;
    this.closing = closing;
  }

  void accept(HttpServerRequest request) {
    if (RequestBody.mayHaveBody(request)) {
      request.pause();
    }
    Client client = clients.of(request);
    HostAndPort authority = request.authority();
    String host = authority == null ? "" : host(authority);
    Target target = Target.parse(request.uri());
    Exchange exchange = new Exchange(request, client, host, target);
    exchange.closing(closing);
    ServedRequest served = new ServedRequest(exchange);
    served.began(mesh.received(served));
    observer.began(exchange);
    Forward forward = new Forward(exchange, origins, mesh, served.context());
    request.response().exceptionHandler(failure -> gone(exchange, forward));
    request.response().closeHandler(close -> gone(exchange, forward));
    ClientConnection connection = ClientConnection.of(request.connection());
    Consumer<Problem> failing = failure -> fail(exchange, forward, failure);
    Problem broken = connection == null ? null : connection.begins(failing);
    Problem problem = broken == null ? problem(request, host, target) : broken;
    Route route = problem == null ? routes.get().find(exchange) : null;
    boolean isOwn = problem == null && route == null && target.path().equals("*");
    exchange.begin(
        route == null ? Route.NONE : route,
        isOwn ? () -> exchange.reply(Allowed.REPLY) : forward::begin,
        () -> {
          served.ended();
          observer.ended(exchange);
          if (connection != null) {
            connection.ends(failing);
          }
        },
        problem == null && route == null && !isOwn ? Problems.NO_ROUTE : problem);
  }

  /** In lower case, without the point that may end it and says that it is complete already. */
  private static String host(HostAndPort authority) {
    String host = authority.host().toLowerCase(Locale.ROOT);
    boolean complete = host.length() > 1 && host.charAt(host.length() - 1) == '.';
    return complete ? host.substring(0, host.length() - 1) : host;
  }

  /** The rest of the request can't be had. */
  private static void fail(Exchange exchange, Forward forward, Problem problem) {
    if (!exchange.isEnded()) {
      forward.cancel();
      exchange.reply(problem);
    }
  }

  private static void gone(Exchange exchange, Forward forward) {
    if (!exchange.isEnded()) {
      forward.cancel();
      exchange.end();
    }
  }

  /** Whether it asks for what nobody may promise (RFC 9110, section 10.1.1). */
  private static boolean expects(HttpServerRequest request) {
    String expected = request.headers().get(HttpHeaderNames.EXPECT);
    return expected != null && !expected.equalsIgnoreCase("100-continue");
  }

  private Problem problem(HttpServerRequest request, String host, Target target) {
    if (request.decoderResult().isFailure()) {
      return request.decoderResult().cause() instanceof BadMessage bad
          ? bad.problem()
          : Problems.BAD_REQUEST;
    }
    if (request.method().equals(HttpMethod.CONNECT) || request.method().equals(HttpMethod.TRACE)) {
      return Problems.NO_METHOD;
    }
    if (host.isEmpty()) {
      return Problems.BAD_HOST;
    }
    if (tls != null && tls.isMisdirected(request, host)) {
      return Problems.MISDIRECTED;
    }
    if (expects(request)) {
      return Problems.EXPECTATION;
    }
    if (Via.isLoop(request.headers())) {
      return Problems.LOOP;
    }
    return target == null ? Problems.BAD_TARGET : null;
  }
}
