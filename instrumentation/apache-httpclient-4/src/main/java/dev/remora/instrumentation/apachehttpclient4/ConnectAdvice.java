package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpHost;
import org.apache.http.config.Lookup;
import org.apache.http.protocol.HttpContext;

/** Connects a socket to the endpoint. */
final class ConnectAdvice {
  private ConnectAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(value = 1, readOnly = false) HttpHost host,
      @Advice.Argument(value = 3, readOnly = false) int timeout,
      @Advice.Argument(5) HttpContext context,
      @Advice.FieldValue("socketFactoryRegistry") Lookup<?> socketFactories) {
    HttpHost endpoint = Connecting.endpoint(host, socketFactories, context, true);
    if (endpoint != null) {
      host = endpoint;
      timeout = Attempt.connectTimeout(timeout);
    }
  }
}
