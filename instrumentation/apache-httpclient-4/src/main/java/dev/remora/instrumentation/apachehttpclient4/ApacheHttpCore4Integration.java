package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What turns the heads of requests into bytes for the blocking clients of Apache HttpClient 4: the
 * agent's headers of an attempt are put in there and nowhere before, so that nothing of the client
 * or of the application ever sees them.
 *
 * <p>It is HttpCore's, which may be there without the client: the helpers know nothing of the
 * client.
 */
public final class ApacheHttpCore4Integration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.apachehttpclient4.";

  @Override
  public String name() {
    return "apache-httpcore-4";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Collections.singletonList(
        HookPoint.on("org.apache.http.impl.io.AbstractMessageWriter")
            .method("write", "org.apache.http.HttpMessage")
            .advice(PACKAGE + "WriteHeadAdvice"));
  }

  @Override
  public List<String> helpers() {
    return Collections.unmodifiableList(
        Arrays.asList(
            PACKAGE + "WrittenRequest",
            PACKAGE + "WrittenRequest$WithEntity",
            PACKAGE + "WrittenHead"));
  }
}
