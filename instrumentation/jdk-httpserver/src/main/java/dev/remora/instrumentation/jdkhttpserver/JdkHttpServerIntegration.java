package dev.remora.instrumentation.jdkhttpserver;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code com.sun.net.httpserver} of every JDK from 8 on. An exchange comes through the chain of
 * filters, nothing else, and is answered within or by another thread later.
 */
public final class JdkHttpServerIntegration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.jdkhttpserver.";

  @Override
  public String name() {
    return "jdk-httpserver";
  }

  @Override
  public List<HookPoint> hookPoints() {
    List<HookPoint> hooks = new ArrayList<>();
    hooks.add(
        HookPoint.on("com.sun.net.httpserver.Filter$Chain")
            .method("doFilter")
            .advice(PACKAGE + "ChainAdvice"));
    for (String exchange : new String[] {"HttpExchangeImpl", "HttpsExchangeImpl"}) {
      hooks.add(
          HookPoint.on("sun.net.httpserver." + exchange)
              .method("sendResponseHeaders")
              .advice(PACKAGE + "HeadersAdvice"));
      hooks.add(
          HookPoint.on("sun.net.httpserver." + exchange)
              .method("close", new String[0])
              .advice(PACKAGE + "CloseAdvice"));
    }
    return hooks;
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(
        PACKAGE + "ExchangeInbound", PACKAGE + "ServedExchange", PACKAGE + "Exchanges");
  }
}
