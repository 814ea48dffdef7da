package dev.remora.instrumentation.servlet.undertow;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.List;

/**
 * Undertow 2, where a connection hands an exchange to the handlers, and each thread that goes on
 * with it does so again. Servlets, {@code javax} or {@code jakarta}, are one handler among others.
 */
public final class UndertowIntegration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.servlet.undertow.";

  @Override
  public String name() {
    return "undertow";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        HookPoint.on("io.undertow.server.Connectors")
            .method("executeRootHandler")
            .advice(PACKAGE + "RootHandlerAdvice"));
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(
        PACKAGE + "UndertowInbound",
        PACKAGE + "UndertowRoutes",
        PACKAGE + "Completion",
        PACKAGE + "UndertowExchanges");
  }
}
