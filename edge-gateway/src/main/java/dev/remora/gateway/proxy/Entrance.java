package dev.remora.gateway.proxy;

import dev.remora.core.Mesh;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.gateway.exchange.Client;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Problem;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.exchange.Target;
import dev.remora.gateway.http1.BadMessage;
import dev.remora.gateway.route.RouteTable;
import dev.remora.gateway.tls.ListenerTls;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.function.BooleanSupplier;
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
    String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    Target target = Target.parse(request.uri());
    Exchange exchange = new Exchange(request, client, host, target);
    exchange.closing(closing);
    ServedRequest served = new ServedRequest(exchange);
    ObservedRequest observed = mesh.received(served);
    if (observed != null) {
      served.began(observed);
    }
    observer.began(exchange);
    Forward forward = new Forward(exchange, origins, mesh, served.context());
    request.response().exceptionHandler(failure -> gone(exchange, forward));
    request.response().closeHandler(close -> gone(exchange, forward));
    Problem problem = problem(request, host, target);
    Route route = problem == null ? routes.get().find(exchange) : null;
    exchange.begin(
        route == null ? Route.NONE : route,
        forward::begin,
        () -> {
          served.ended();
          observer.ended(exchange);
        },
        problem == null && route == null ? Problems.NO_ROUTE : problem);
  }

  private static void gone(Exchange exchange, Forward forward) {
    if (!exchange.isEnded()) {
      forward.cancel();
      exchange.end();
    }
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
    return target == null ? Problems.BAD_TARGET : null;
  }
}
