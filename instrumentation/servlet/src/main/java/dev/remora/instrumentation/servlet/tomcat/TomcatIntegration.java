package dev.remora.instrumentation.servlet.tomcat;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.List;

/**
 * Tomcat 8.5 to 11, where the connector hands a request to the container: once, and again for each
 * asynchronous dispatch; forwards, includes and error pages are all within. There the types are the
 * same for {@code javax.servlet} and {@code jakarta.servlet}, and for applications that have no
 * servlets.
 */
public final class TomcatIntegration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.servlet.tomcat.";
  private static final String ADAPTER = "org.apache.catalina.connector.CoyoteAdapter";

  @Override
  public String name() {
    return "tomcat";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        HookPoint.on(ADAPTER).method("service").advice(PACKAGE + "ServiceAdvice"),
        HookPoint.on(ADAPTER).method("asyncDispatch").advice(PACKAGE + "AsyncDispatchAdvice"),
        // What every request comes to, however it ends, while all of it can still be read.
        HookPoint.on("org.apache.catalina.connector.Request")
            .method("recycle", new String[0])
            .advice(PACKAGE + "RecycleAdvice"));
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(
        PACKAGE + "TomcatInbound", PACKAGE + "TomcatRoutes", PACKAGE + "TomcatRequests");
  }
}
