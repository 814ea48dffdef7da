package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What turns the heads of requests into bytes for all clients of Apache HttpClient 5: the agent's
 * headers of an attempt are put in there and nowhere before, so that nothing of the client or of
 * the application ever sees them.
 *
 * <p>These classes are HttpCore's, which may be there without the client: the helpers know nothing
 * of the client.
 */
public final class ApacheHttpCore5Integration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.apachehttpclient5.";
  private static final String CORE = "org.apache.hc.core5.";
  private static final String MESSAGE = CORE + "http.HttpMessage";

  @Override
  public String name() {
    return "apache-httpcore-5";
  }

  @Override
  public List<HookPoint> hookPoints() {
    return Arrays.asList(
        HookPoint.on(CORE + "http.impl.io.AbstractMessageWriter")
            .method("write", MESSAGE, CORE + "http.io.SessionOutputBuffer", "java.io.OutputStream")
            .advice(PACKAGE + "WriteHeadAdvice"),
        HookPoint.on(CORE + "http.impl.nio.AbstractMessageWriter")
            .method("write", MESSAGE, CORE + "http.nio.SessionOutputBuffer")
            .advice(PACKAGE + "WriteHeadAdvice"),
        HookPoint.on(CORE + "http2.impl.DefaultH2RequestConverter")
            .method("convert", CORE + "http.HttpRequest")
            .advice(PACKAGE + "H2ConvertAdvice"),
        HookPoint.on(CORE + "http2.hpack.HPackEncoder")
            .method("encodeHeaders", CORE + "util.ByteArrayBuffer", "java.util.List", "boolean")
            .advice(PACKAGE + "H2EncodeAdvice"));
  }

  @Override
  public List<String> helpers() {
    return Collections.unmodifiableList(
        Arrays.asList(PACKAGE + "WrittenRequest", PACKAGE + "WrittenHead"));
  }
}
