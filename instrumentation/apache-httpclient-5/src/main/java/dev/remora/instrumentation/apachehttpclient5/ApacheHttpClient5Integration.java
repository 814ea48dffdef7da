package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Apache HttpClient 5.0 to 5.6: the classic and the asynchronous client, full and minimal. HTTP/2
 * clients are {@link ApacheHttp2Client5Integration}.
 *
 * <p>Everything in the client that looks at a request (interceptors, redirects, authentication,
 * cookies, caches, retries) sits above the connection manager, and everything that makes a
 * connection below it. So each request gets a connection manager that stands before the
 * application's own and asks that for routes to endpoints.
 */
public final class ApacheHttpClient5Integration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.apachehttpclient5.";
  private static final String CLIENT = "org.apache.hc.client5.http.";
  private static final String POOLING = CLIENT + "impl.io.PoolingHttpClientConnectionManager";
  private static final String ASYNC_POOLING =
      CLIENT + "impl.nio.PoolingAsyncClientConnectionManager";

  @Override
  public String name() {
    return "apache-httpclient-5";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        constructor(CLIENT + "impl.classic.InternalExecRuntime", "ClassicManagerAdvice"),
        method(CLIENT + "impl.classic.ConnectExec", "execute", "RequestAdvice"),
        method(CLIENT + "impl.classic.MinimalHttpClient", "doExecute", "MinimalRequestAdvice"),
        constructor(CLIENT + "impl.async.InternalHttpAsyncExecRuntime", "AsyncManagerAdvice"),
        // Of the HTTP/2 clients, too.
        method(CLIENT + "impl.async.AsyncConnectExec", "execute", "AsyncRequestAdvice"),
        minimal("MinimalHttpAsyncClient"),
        minimal("MinimalH2AsyncClient"),
        // Has no runtime per request and asks the manager itself.
        constructor(CLIENT + "impl.async.MinimalHttpAsyncClient", "MinimalManagerAdvice"),
        // From 5.2 on the application may choose these by route or host.
        method(POOLING, "resolveSocketConfig", "LogicalRouteAdvice"),
        method(POOLING, "resolveConnectionConfig", "LogicalRouteAdvice"),
        method(POOLING, "resolveTlsConfig", "LogicalHostAdvice"),
        method(ASYNC_POOLING, "resolveConnectionConfig", "LogicalRouteAdvice"),
        method(ASYNC_POOLING, "resolveTlsConfig", "LogicalHostAdvice"),
        method(CLIENT + "impl.io.DefaultHttpClientConnectionOperator", "connect", "SocksAdvice"),
        method(
            CLIENT + "impl.io.DefaultHttpClientConnectionOperator",
            "connect",
            "ConnectTimeoutAdvice"),
        method(
            CLIENT + "impl.nio.DefaultAsyncClientConnectionOperator",
            "connect",
            "AsyncSocksAdvice"),
        method(
            CLIENT + "impl.nio.DefaultAsyncClientConnectionOperator",
            "connect",
            "ConnectTimeoutAdvice"));
  }

  private static HookPoint minimal(String client) {
    return HookPoint.on(CLIENT + "impl.async." + client)
        .method(
            "execute",
            "org.apache.hc.core5.http.nio.AsyncClientExchangeHandler",
            "org.apache.hc.core5.http.nio.HandlerFactory",
            "org.apache.hc.core5.http.protocol.HttpContext")
        .advice(PACKAGE + "AsyncMinimalAdvice");
  }

  private static HookPoint constructor(String type, String advice) {
    return method(type, HookPoint.CONSTRUCTOR, advice);
  }

  private static HookPoint method(String type, String method, String advice) {
    return HookPoint.on(type).method(method).advice(PACKAGE + advice);
  }

  @Override
  public List<String> helpers() {
    return Collections.unmodifiableList(
        Arrays.asList(
            PACKAGE + "LogicalHosts",
            PACKAGE + "Routes",
            PACKAGE + "AsyncSocks",
            PACKAGE + "NamedFailures",
            PACKAGE + "Lease",
            PACKAGE + "PoolLimits",
            PACKAGE + "RoutedRequest",
            PACKAGE + "AsyncRequest",
            PACKAGE + "AsyncEnding",
            PACKAGE + "ForwardingExchange",
            PACKAGE + "AsyncIntroduction",
            PACKAGE + "ChallengeAnswer",
            PACKAGE + "ConnectTimeouts",
            PACKAGE + "WrittenRequest",
            PACKAGE + "WrittenHead",
            PACKAGE + "RoutedEndpoint$Sending",
            PACKAGE + "AttemptExecutor",
            PACKAGE + "Discarding",
            PACKAGE + "RoutedEndpoint$1",
            PACKAGE + "RoutedEndpoint",
            PACKAGE + "RoutedLeaseRequest",
            PACKAGE + "RoutedConnectionManager$1",
            PACKAGE + "RoutedConnectionManager",
            PACKAGE + "FailoverThreads",
            PACKAGE + "AsyncAttempt",
            PACKAGE + "AsyncExchange",
            PACKAGE + "RoutedAsyncEndpoint",
            PACKAGE + "LeasedExchange",
            PACKAGE + "AsyncLeasing",
            PACKAGE + "AsyncConnecting",
            PACKAGE + "AsyncConnecting$Exchange",
            PACKAGE + "AsyncUpgrading",
            PACKAGE + "RoutedAsyncConnectionManager"));
  }
}
