package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Apache HttpAsyncClient 4.0 and 4.1: full, minimal and pipelining.
 *
 * <p>All of them ask one connection manager for connections. It is asked under the endpoint's own
 * route; everything above, and the TLS handshake, knows the application's. Of what comes over a
 * connection, HttpCore's protocol handler tells the client's exchange; the attempt stands before
 * that. HttpCore may be there without the client: the helpers extend nothing of the client.
 */
public final class ApacheHttpAsyncClient4Integration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.apachehttpclient4.";
  private static final String IMPL = "org.apache.http.impl.nio.";

  @Override
  public String name() {
    return "apache-httpasyncclient-4";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        hook("conn.PoolingNHttpClientConnectionManager", "requestConnection", "AsyncLeaseAdvice"),
        hook("conn.PoolingNHttpClientConnectionManager", "releaseConnection", "ReleaseAdvice"),
        hook("conn.CPool", "<init>", "NewPoolAdvice"),
        hook("client.AbstractClientExchangeHandler", "setRoute", "SetRouteAdvice"),
        hook(
            "client.AbstractClientExchangeHandler", "requestConnection", "RequestConnectionAdvice"),
        // Before 4.1 it has no super type.
        hook(
            "client.DefaultClientExchangeHandlerImpl",
            "requestConnection",
            "OldRequestConnectionAdvice"),
        hook("client.AbstractClientExchangeHandler", "cancel", "GiveUpAdvice"),
        hook("client.AbstractClientExchangeHandler", "close", "GiveUpAdvice"),
        hook("client.DefaultClientExchangeHandlerImpl", "cancel", "GiveUpAdvice"),
        hook("client.DefaultClientExchangeHandlerImpl", "close", "GiveUpAdvice"),
        HookPoint.on("org.apache.http.nio.protocol.HttpAsyncRequestExecutor")
            .method("getHandler")
            .advice(PACKAGE + "GetHandlerAdvice"));
  }

  private static HookPoint hook(String type, String method, String advice) {
    return HookPoint.on(IMPL + type).method(method).advice(PACKAGE + advice);
  }

  @Override
  public List<String> helpers() {
    return Collections.unmodifiableList(
        Arrays.asList(
            PACKAGE + "EndpointRoutes",
            PACKAGE + "FailoverThreads",
            PACKAGE + "ExchangeHandlers$1",
            PACKAGE + "ExchangeHandlers$2",
            PACKAGE + "ExchangeHandlers",
            PACKAGE + "WrittenRequest",
            PACKAGE + "WrittenRequest$WithEntity",
            PACKAGE + "AttemptHeaders",
            PACKAGE + "AsyncCall",
            PACKAGE + "AsyncAttempt",
            PACKAGE + "AsyncLease",
            PACKAGE + "RejectedLease",
            PACKAGE + "EndpointAddresses",
            PACKAGE + "AsyncHop"));
  }
}
