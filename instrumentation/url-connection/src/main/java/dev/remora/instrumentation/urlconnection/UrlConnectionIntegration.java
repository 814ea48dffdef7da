package dev.remora.instrumentation.urlconnection;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code HttpURLConnection} and {@code HttpsURLConnection} of every JDK from 8 on.
 *
 * <p>The connection keeps the application's URL: request line, Host, cookies, redirects and {@code
 * getURL()} come from it. Only the URL handed to the JDK's inner {@code HttpClient} names the
 * endpoint, since that URL is both where the socket goes and the key of the keep-alive cache:
 * connections are kept per endpoint.
 */
public final class UrlConnectionIntegration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.urlconnection.";

  @Override
  public String name() {
    return "url-connection";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        newHttpClient(
            "sun.net.www.protocol.http.HttpURLConnection", "java.net.URL", "java.net.Proxy", "int"),
        newHttpClient(
            "sun.net.www.protocol.http.HttpURLConnection",
            "java.net.URL",
            "java.net.Proxy",
            "int",
            "boolean"),
        newHttpClient(
            "sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection",
            "java.net.URL",
            "java.net.Proxy",
            "int"),
        newHttpClient(
            "sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection",
            "java.net.URL",
            "java.net.Proxy",
            "int",
            "boolean"),
        setNewClient("sun.net.www.protocol.http.HttpURLConnection"),
        setNewClient("sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection"),
        HookPoint.on("sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection")
            .method("connect", new String[0])
            .advice(PACKAGE + "TlsConnectAdvice"),
        HookPoint.on("sun.net.www.protocol.http.HttpURLConnection")
            .method("plainConnect", new String[0])
            .advice(PACKAGE + "ConnectAdvice"),
        HookPoint.on("sun.net.www.protocol.http.HttpURLConnection")
            .method("writeRequests", new String[0])
            .advice(PACKAGE + "WriteAdvice"),
        HookPoint.on("sun.net.www.http.HttpClient")
            .method(
                "writeRequests", "sun.net.www.MessageHeader", "sun.net.www.http.PosterOutputStream")
            .advice(PACKAGE + "WriteHeadAdvice"),
        HookPoint.on("sun.net.www.http.HttpClient")
            .method("parseHTTP")
            .advice(PACKAGE + "ParseAdvice"),
        HookPoint.on("sun.net.www.protocol.http.HttpURLConnection")
            .method("getInputStream0", new String[0])
            .advice(PACKAGE + "ReadAdvice"),
        HookPoint.on("sun.net.www.protocol.http.HttpURLConnection")
            .method("disconnect", new String[0])
            .advice(PACKAGE + "DisconnectAdvice"),
        HookPoint.on("sun.net.www.protocol.http.HttpURLConnection")
            .method("getCookieHandler", new String[0])
            .advice(PACKAGE + "CookieHandlerAdvice"),
        // Opens the socket, also when a kept connection turns out to be dead: the one place for
        // going on elsewhere.
        HookPoint.on("sun.net.www.http.HttpClient")
            .method("openServer", new String[0])
            .advice(PACKAGE + "OpenServerAdvice"),
        HookPoint.on("sun.net.www.protocol.https.HttpsClient")
            .method("afterConnect", new String[0])
            .advice(PACKAGE + "AfterConnectAdvice"));
  }

  private static HookPoint newHttpClient(String type, String... parameterTypes) {
    return HookPoint.on(type)
        .method("getNewHttpClient", parameterTypes)
        .advice(PACKAGE + "NewHttpClientAdvice");
  }

  private static HookPoint setNewClient(String type) {
    return HookPoint.on(type)
        .method("setNewClient", "java.net.URL", "boolean")
        .advice(PACKAGE + "SetNewClientAdvice");
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(
        PACKAGE + "RoutedConnection$Key",
        PACKAGE + "RoutedConnection$Sent",
        PACKAGE + "RoutedConnection",
        PACKAGE + "ConnectTimeouts",
        PACKAGE + "EndpointUrl",
        PACKAGE + "Access",
        PACKAGE + "Internals",
        PACKAGE + "Reconnecting",
        PACKAGE + "Heads",
        PACKAGE + "SentHead",
        PACKAGE + "LogicalCookies");
  }
}
