package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Apache HttpClient 4.3 to 4.5, the client of today and {@code DefaultHttpClient}, which older
 * applications use. The asynchronous companion is {@link ApacheHttpAsyncClient4Integration}.
 *
 * <p>All of the client knows the application's route: interceptors, redirects, authentication,
 * caches, retries. Only two places know of endpoints, below all that: the connection manager, which
 * is asked for a connection under the endpoint's own route, and the socket.
 */
public final class ApacheHttpClient4Integration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.apachehttpclient4.";
  private static final String IMPL = "org.apache.http.impl.";
  private static final String ROUTE = "org.apache.http.conn.routing.HttpRoute";
  private static final String CONTEXT = "org.apache.http.protocol.HttpContext";
  private static final String PARAMS = "org.apache.http.params.HttpParams";

  @Override
  public String name() {
    return "apache-httpclient-4";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        execute("execchain.MainClientExec"),
        execute("execchain.MinimalClientExec"),
        requestConnection("conn.PoolingHttpClientConnectionManager", "LeaseAdvice"),
        requestConnection("conn.BasicHttpClientConnectionManager", "LeaseAdvice"),
        hook("conn.DefaultHttpClientConnectionOperator", "connect", "ConnectAdvice"),
        // 4.3, which resolves a host by its name whatever its address.
        hook("conn.HttpClientConnectionOperator", "connect", "ConnectByNameAdvice"),

        // The client from before 4.3.
        hook(
            "client.DefaultRequestDirector",
            "execute",
            "DirectorAdvice",
            "org.apache.http.HttpHost",
            "org.apache.http.HttpRequest",
            CONTEXT),
        hook("client.DefaultRequestDirector", "tryConnect", "DirectorConnectAdvice"),
        hook("client.DefaultRequestDirector", "tryExecute", "DirectorExecuteAdvice"),
        hook("client.DefaultRequestDirector", "handleResponse", "DirectorFollowAdvice"),
        requestConnection("conn.PoolingClientConnectionManager", "DirectorLeaseAdvice"),
        requestConnection("conn.BasicClientConnectionManager", "DirectorLeaseAdvice"),
        requestConnection("conn.SingleClientConnManager", "DirectorLeaseAdvice"),
        requestConnection("conn.tsccm.ThreadSafeClientConnManager", "DirectorLeaseAdvice"),
        hook("conn.DefaultClientConnectionOperator", "openConnection", "OpenConnectionAdvice"),
        hook("conn.DefaultClientConnectionOperator", "resolveHostname", "ResolveAdvice"),
        hook("conn.ManagedClientConnectionImpl", "getRoute", "GetRouteAdvice"),
        hook("conn.AbstractPooledConnAdapter", "getRoute", "GetRouteAdvice"),
        hook("conn.AbstractPooledConnAdapter", "open", "OpenRouteAdvice", ROUTE, CONTEXT, PARAMS));
  }

  private static HookPoint execute(String type) {
    return hook(
        type,
        "execute",
        "ExecuteAdvice",
        ROUTE,
        "org.apache.http.client.methods.HttpRequestWrapper",
        "org.apache.http.client.protocol.HttpClientContext",
        "org.apache.http.client.methods.HttpExecutionAware");
  }

  private static HookPoint requestConnection(String type, String advice) {
    return hook(type, "requestConnection", advice, ROUTE, "java.lang.Object");
  }

  private static HookPoint hook(
      String type, String method, String advice, String... parameterTypes) {
    HookPoint.Type on = HookPoint.on(IMPL + type);
    return (parameterTypes.length == 0 ? on.method(method) : on.method(method, parameterTypes))
        .advice(PACKAGE + advice);
  }

  @Override
  public List<String> helpers() {
    return Collections.unmodifiableList(
        Arrays.asList(
            PACKAGE + "EndpointRoutes",
            PACKAGE + "PoolSettings",
            PACKAGE + "SentRequest",
            PACKAGE + "Discarding",
            PACKAGE + "WrittenRequest",
            PACKAGE + "WrittenRequest$WithEntity",
            PACKAGE + "WrittenHead",
            PACKAGE + "AttemptHeaders",
            PACKAGE + "Attempt",
            PACKAGE + "RejectedAttempt",
            PACKAGE + "AttemptExecutor",
            PACKAGE + "SocksFactories$1",
            PACKAGE + "SocksFactories",
            PACKAGE + "Connecting",
            PACKAGE + "EndpointDns",
            PACKAGE + "DirectorRequest",
            PACKAGE + "DirectorAttempt",
            PACKAGE + "DirectorRetries",
            PACKAGE + "DirectorConnecting"));
  }
}
