package dev.remora.instrumentation.servlet.jetty;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.List;

/**
 * Jetty 9.4 to 11, in the channel of a request: it is told when the head is there and when all is
 * done, and runs everything between, asynchronous dispatches and error pages included.
 */
public final class JettyIntegration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.servlet.jetty.";
  private static final String CHANNEL = "org.eclipse.jetty.server.HttpChannel";

  @Override
  public String name() {
    return "jetty";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        HookPoint.on(CHANNEL).method("onRequest").advice(PACKAGE + "RequestAdvice"),
        HookPoint.on(CHANNEL).method("handle", new String[0]).advice(PACKAGE + "HandleAdvice"),
        HookPoint.on(CHANNEL)
            .method("onCompleted", new String[0])
            .advice(PACKAGE + "CompletedAdvice"));
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(PACKAGE + "JettyInbound", PACKAGE + "JettyChannels");
  }
}
