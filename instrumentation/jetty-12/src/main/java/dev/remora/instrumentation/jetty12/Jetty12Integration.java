package dev.remora.instrumentation.jetty12;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Jetty 12: every request comes through the server's {@code handle} once and ends with its stream.
 * Servlets, of whichever Jakarta EE, are one handler among others, whose channel is run again for
 * each asynchronous dispatch.
 */
public final class Jetty12Integration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.jetty12.";

  private static final String[] SERVLET_CHANNELS = {
    "org.eclipse.jetty.ee8.nested.HttpChannel",
    "org.eclipse.jetty.ee9.nested.HttpChannel",
    "org.eclipse.jetty.ee10.servlet.ServletChannel",
    "org.eclipse.jetty.ee11.servlet.ServletChannel",
  };

  @Override
  public String name() {
    return "jetty-12";
  }

  @Override
  public List<HookPoint> hookPoints() {
    List<HookPoint> hooks = new ArrayList<>();
    hooks.add(
        HookPoint.on("org.eclipse.jetty.server.Server")
            .method(
                "handle",
                "org.eclipse.jetty.server.Request",
                "org.eclipse.jetty.server.Response",
                "org.eclipse.jetty.util.Callback")
            .advice(PACKAGE + "ServerAdvice"));
    for (String channel : SERVLET_CHANNELS) {
      hooks.add(
          HookPoint.on(channel)
              .method("handle", new String[0])
              .advice(PACKAGE + "ServletChannelAdvice"));
      hooks.add(
          HookPoint.on(channel)
              .method("onCompleted", new String[0])
              .advice(PACKAGE + "CompletedAdvice"));
    }
    return hooks;
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(
        PACKAGE + "Jetty12Inbound",
        PACKAGE + "Completion",
        PACKAGE + "Jetty12Requests",
        PACKAGE + "ServletChannels");
  }
}
