package dev.remora.instrumentation.javahttpclient;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code java.net.http.HttpClient} of every JDK from 11 on: HTTP/1.1, HTTP/2 and WebSocket.
 *
 * <p>The request keeps the application's URI. Only the address that the JDK derives from it names
 * the endpoint, which is both where the socket goes and, for HTTP/1.1, the key of the pool; the key
 * of HTTP/2's pool is made to name the endpoint too.
 */
public final class JavaHttpClientIntegration implements Integration {
  private static final String CLIENT = "jdk.internal.net.http.";
  private static final String PACKAGE = "dev.remora.instrumentation.javahttpclient.";

  @Override
  public String name() {
    return "java-http-client";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        HookPoint.on(CLIENT + "HttpRequestImpl")
            .method("getAddress", new String[0])
            .advice(PACKAGE + "AddressAdvice"),
        // One attempt of one request: the innermost place that can be repeated as a whole, inside
        // of the request's timer and of the JDK's own counting of attempts.
        HookPoint.on(CLIENT + "Exchange")
            .method("responseAsync", new String[0])
            .advice(PACKAGE + "AttemptAdvice"),
        // Where a request is given up as a whole, by the application or by its time-out.
        HookPoint.on(CLIENT + "Exchange")
            .method("cancel", "java.io.IOException")
            .advice(PACKAGE + "CancelAdvice"),
        HookPoint.on(CLIENT + "ResponseTimerEvent")
            .method("handle", new String[0])
            .advice(PACKAGE + "TimeoutAdvice"),
        // Where heads are written, below all that the JDK keeps of a request.
        HookPoint.on(CLIENT + "Http1Request")
            .method("headers", new String[0])
            .advice(PACKAGE + "Http1HeadAdvice"),
        HookPoint.on(CLIENT + "Http2Connection")
            .method("encodeHeaders", CLIENT + "frame.OutgoingHeaders")
            .advice(PACKAGE + "Http2HeadAdvice"),
        HookPoint.on(CLIENT + "Http2ClientImpl")
            .method("getConnectionFor", CLIENT + "HttpRequestImpl", CLIENT + "Exchange")
            .advice(PACKAGE + "Http2LookUpAdvice"),
        HookPoint.on(CLIENT + "Http2Connection")
            .method("keyFor", CLIENT + "HttpRequestImpl")
            .advice(PACKAGE + "Http2RequestKeyAdvice"),
        // The same in JDK 11.
        HookPoint.on(CLIENT + "Http2Connection")
            .method("keyFor", "java.net.URI", "java.net.InetSocketAddress")
            .advice(PACKAGE + "Http2RequestKeyAdvice"),
        HookPoint.on(CLIENT + "Http2Connection")
            .method("key", new String[0])
            .advice(PACKAGE + "Http2ConnectionKeyAdvice"));
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(
        PACKAGE + "EndpointAddress",
        PACKAGE + "SentRequest",
        PACKAGE + "Placement",
        PACKAGE + "Internals",
        PACKAGE + "Http2Keys",
        PACKAGE + "HeadInternals",
        PACKAGE + "SentHead",
        PACKAGE + "AttemptTimer",
        PACKAGE + "RaceInternals",
        PACKAGE + "Race",
        PACKAGE + "Race$Lane",
        PACKAGE + "Attempt");
  }
}
