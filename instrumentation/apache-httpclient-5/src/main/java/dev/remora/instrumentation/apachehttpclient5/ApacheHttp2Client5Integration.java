package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The HTTP/2 clients of Apache HttpClient 5.0 to 5.6, {@code HttpAsyncClients.createHttp2Default()}
 * and {@code createHttp2Minimal()}: they have no connection manager but a pool of shared
 * connections.
 *
 * <p>The pool's class is HttpCore's, which may be there without the client: the helpers extend
 * nothing of the client.
 */
public final class ApacheHttp2Client5Integration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.apachehttpclient5.";

  @Override
  public String name() {
    return "apache-httpclient-5-h2";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        HookPoint.on("org.apache.hc.core5.reactor.AbstractIOSessionPool")
            .method("getSession")
            .advice(PACKAGE + "H2GetSessionAdvice"),
        HookPoint.on("org.apache.hc.client5.http.impl.nio.MultihomeConnectionInitiator")
            .method(
                "connect",
                "org.apache.hc.core5.net.NamedEndpoint",
                "java.net.SocketAddress",
                "java.net.SocketAddress",
                "org.apache.hc.core5.util.Timeout",
                "java.lang.Object",
                "org.apache.hc.core5.concurrent.FutureCallback")
            .advice(PACKAGE + "H2ConnectAdvice"));
  }

  @Override
  public List<String> helpers() {
    return Collections.unmodifiableList(
        Arrays.asList(
            PACKAGE + "LogicalHosts",
            PACKAGE + "Routes",
            PACKAGE + "AsyncSocks",
            PACKAGE + "NamedFailures",
            PACKAGE + "RoutedRequest",
            PACKAGE + "AsyncRequest",
            PACKAGE + "ConnectTimeouts",
            PACKAGE + "FailoverThreads",
            PACKAGE + "WrittenRequest",
            PACKAGE + "WrittenHead",
            PACKAGE + "ForwardingExchange",
            PACKAGE + "ChallengeAnswer",
            PACKAGE + "AsyncAttempt",
            PACKAGE + "AsyncExchange",
            PACKAGE + "H2Session",
            PACKAGE + "H2Session$Told",
            PACKAGE + "H2Rejection",
            PACKAGE + "RoutedSession",
            PACKAGE + "SharedExchange"));
  }
}
