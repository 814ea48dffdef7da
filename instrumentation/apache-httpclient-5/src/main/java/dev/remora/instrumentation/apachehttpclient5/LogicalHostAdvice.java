package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpHost;

/** Shows the application's resolver the host that the application asked for. */
final class LogicalHostAdvice {
  private LogicalHostAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 0, readOnly = false) HttpHost host) {
    HttpHost logical = LogicalHosts.of(host);
    if (logical != null) {
      host = logical;
    }
  }
}
