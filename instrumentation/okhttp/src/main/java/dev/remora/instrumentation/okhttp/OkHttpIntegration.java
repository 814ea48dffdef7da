package dev.remora.instrumentation.okhttp;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.List;

/**
 * OkHttp 3.0 to 5.x, synchronous, asynchronous and WebSocket, and what is built on it.
 *
 * <p>Request and URL stay the application's. What changes is the {@code Address}, which is both
 * where OkHttp connects to and the key of its connection pool: it gets a {@code Dns} of the
 * endpoint.
 */
public final class OkHttpIntegration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.okhttp.";
  private static final String CONNECTION = "okhttp3.internal.connection.";
  private static final String HTTP = "okhttp3.internal.http.";

  @Override
  public String name() {
    return "okhttp";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        hook("okhttp3.Address", "<init>", "NewAddressAdvice"),

        // The port. A Dns cannot say it.
        hook(HTTP + "RouteSelector", "resetNextInetSocketAddress", "ResetSocketAddressesAdvice"),
        hook(
            CONNECTION + "RouteSelector",
            "resetNextInetSocketAddress",
            "ResetSocketAddressesAdvice"),
        hook(CONNECTION + "RouteSelector", "nextRoutes", "NextRoutesAdvice"),
        hook(CONNECTION + "RouteSelector", "dnsLookup", "DnsLookupAdvice"),

        // Going on elsewhere, below the application's retry settings: nothing was sent.
        hook(HTTP + "StreamAllocation", "newStream", "NewStreamAdvice"),
        hook(CONNECTION + "StreamAllocation", "newStream", "NewStreamAdvice"),
        hook(CONNECTION + "ExchangeFinder", "find", "FindExchangeAdvice"),
        hook(CONNECTION + "SequentialExchangeFinder", "find", "FindConnectionAdvice"),
        hook(CONNECTION + "FastFallbackExchangeFinder", "find", "FindConnectionAdvice"),
        hook(CONNECTION + "RealRoutePlanner", "plan", "PlanAdvice"),
        hook(CONNECTION + "RealRoutePlanner", "hasNext", "PlanAdvice"),

        // How attempts end, and their repetition, inside OkHttp's own loop.
        hook("okhttp3.RealCall", "getResponse", "EngineLoopAdvice"),
        hook(HTTP + "HttpEngine", "connect", "EngineConnectAdvice"),
        hook(HTTP + "HttpEngine", "readResponse", "EngineReadAdvice"),
        hook(HTTP + "HttpEngine", "readNetworkResponse", "EngineHeadAdvice"),
        hook(HTTP + "HttpEngine", "followUpRequest", "EngineFollowUpAdvice"),
        recover("java.io.IOException", "okio.Sink"),
        recover("java.io.IOException", "boolean", "okio.Sink"),
        hook(HTTP + "RetryAndFollowUpInterceptor", "intercept", "LoopAdvice"),
        hook(CONNECTION + "ConnectInterceptor", "intercept", "ConnectAdvice"),
        hook(HTTP + "CallServerInterceptor", "intercept", "CallServerAdvice"),
        hook(HTTP + "RetryAndFollowUpInterceptor", "followUpRequest", "FollowUpAdvice"),
        hook(HTTP + "RetryAndFollowUpInterceptor", "recover", "RecoverAdvice"),
        hook("okhttp3.RealCall$1", "timedOut", "CallTimeoutAdvice"),
        hook(CONNECTION + "Transmitter$1", "timedOut", "CallTimeoutAdvice"),
        hook(CONNECTION + "Transmitter$timeout$1", "timedOut", "CallTimeoutAdvice"),
        hook(CONNECTION + "RealCall$timeout$1", "timedOut", "CallTimeoutAdvice"),

        // Their time, and the headers that are the agent's.
        hook("okhttp3.internal.Platform", "connectSocket", "ConnectSocketAdvice"),
        hook("okhttp3.internal.platform.Platform", "connectSocket", "ConnectSocketAdvice"),
        hook(CONNECTION + "ConnectPlan", "connectTcp", "ConnectTcpAdvice"),
        hook(HTTP + "Http1xStream", "writeRequestHeaders", "Http1HeadAdvice"),
        hook("okhttp3.internal.http1.Http1Codec", "writeRequestHeaders", "Http1HeadAdvice"),
        hook("okhttp3.internal.http1.Http1ExchangeCodec", "writeRequestHeaders", "Http1HeadAdvice"),
        hook(HTTP + "Http2xStream", "writeRequestHeaders", "Http2HeadAdvice"),
        hook("okhttp3.internal.http2.Http2Codec", "writeRequestHeaders", "Http2HeadAdvice"),
        hook("okhttp3.internal.http2.Http2ExchangeCodec", "writeRequestHeaders", "Http2HeadAdvice"),

        // A further hop of a call, placed anew.
        hook(CONNECTION + "ExchangeFinder", "hasRouteToTry", "HasRouteToTryAdvice"),
        hook(CONNECTION + "ExchangeFinder", "sameHostAndPort", "SameHostAndPortAdvice"),
        hook(CONNECTION + "RealRoutePlanner", "sameHostAndPort", "SameHostAndPortAdvice"));
  }

  private static HookPoint hook(String type, String method, String advice) {
    return HookPoint.on(type).method(method).advice(PACKAGE + advice);
  }

  private static HookPoint recover(String... parameterTypes) {
    return HookPoint.on(HTTP + "HttpEngine")
        .method("recover", parameterTypes)
        .advice(PACKAGE + "EngineRecoverAdvice");
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(
        PACKAGE + "Versions",
        PACKAGE + "Bodies",
        PACKAGE + "Cancelling",
        PACKAGE + "Cancelling$OfCall",
        PACKAGE + "Cancelling$OfInterceptor",
        PACKAGE + "RoutedRequest",
        PACKAGE + "SentHead",
        PACKAGE + "Loops",
        PACKAGE + "EndpointDns",
        PACKAGE + "Internals");
  }
}
