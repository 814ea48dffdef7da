package dev.remora.javaagent;

import dev.remora.instrumentation.apachehttpclient4.ApacheHttpAsyncClient4Integration;
import dev.remora.instrumentation.apachehttpclient4.ApacheHttpClient4Integration;
import dev.remora.instrumentation.apachehttpclient4.ApacheHttpCore4Integration;
import dev.remora.instrumentation.apachehttpclient5.ApacheHttp2Client5Integration;
import dev.remora.instrumentation.apachehttpclient5.ApacheHttpClient5Integration;
import dev.remora.instrumentation.apachehttpclient5.ApacheHttpCore5Integration;
import dev.remora.instrumentation.api.Integration;
import dev.remora.instrumentation.javahttpclient.JavaHttpClientIntegration;
import dev.remora.instrumentation.okhttp.OkHttpIntegration;
import dev.remora.instrumentation.urlconnection.UrlConnectionIntegration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All clients that the agent knows: a plain list, since searching for them would cost start-up
 * time.
 */
final class Integrations {
  private Integrations() {}

  static List<Integration> all() {
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

  private static boolean isJava11() {
    String version = System.getProperty("java.specification.version", "");
    return !version.startsWith("1.") && !version.equals("9") && !version.equals("10");
  }
}
