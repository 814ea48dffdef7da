package dev.remora.javaagent;

import dev.remora.instrumentation.apachehttpclient4.ApacheHttpAsyncClient4Integration;
import dev.remora.instrumentation.apachehttpclient4.ApacheHttpClient4Integration;
import dev.remora.instrumentation.apachehttpclient4.ApacheHttpCore4Integration;
import dev.remora.instrumentation.apachehttpclient5.ApacheHttp2Client5Integration;
import dev.remora.instrumentation.apachehttpclient5.ApacheHttpClient5Integration;
import dev.remora.instrumentation.apachehttpclient5.ApacheHttpCore5Integration;
import dev.remora.instrumentation.api.Integration;
import dev.remora.instrumentation.concurrent.ConcurrentIntegration;
import dev.remora.instrumentation.javahttpclient.JavaHttpClientIntegration;
import dev.remora.instrumentation.jdkhttpserver.JdkHttpServerIntegration;
import dev.remora.instrumentation.jetty12.Jetty12Integration;
import dev.remora.instrumentation.okhttp.OkHttpIntegration;
import dev.remora.instrumentation.servlet.jetty.JettyIntegration;
import dev.remora.instrumentation.servlet.tomcat.TomcatIntegration;
import dev.remora.instrumentation.servlet.undertow.UndertowIntegration;
import dev.remora.instrumentation.urlconnection.UrlConnectionIntegration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * All clients and servers that the agent knows: plain lists, since searching for them would cost
 * start-up time.
 */
final class Integrations {
  private Integrations() {}

  /** All clients. */
  static List<Integration> clients() {
    List<Integration> all = new ArrayList<>();
    all.add(new UrlConnectionIntegration());
    all.add(new OkHttpIntegration());
    all.add(new ApacheHttpClient5Integration());
    all.add(new ApacheHttp2Client5Integration());
    all.add(new ApacheHttpCore5Integration());
    all.add(new ApacheHttpClient4Integration());
    all.add(new ApacheHttpAsyncClient4Integration());
    all.add(new ApacheHttpCore4Integration());
    if (isJava11()) {
      // Made of class files that an older JVM cannot read.
      all.add(new JavaHttpClientIntegration());
    }
    return Collections.unmodifiableList(all);
  }

  /** All servers, and the ways on which what they serve goes from thread to thread. */
  static List<Integration> inbound() {
    return Collections.unmodifiableList(
        Arrays.asList(
            new TomcatIntegration(),
            new JettyIntegration(),
            new Jetty12Integration(),
            new UndertowIntegration(),
            new JdkHttpServerIntegration(),
            new ConcurrentIntegration()));
  }

  private static boolean isJava11() {
    String version = System.getProperty("java.specification.version", "");
    return !version.startsWith("1.") && !version.equals("9") && !version.equals("10");
  }
}
