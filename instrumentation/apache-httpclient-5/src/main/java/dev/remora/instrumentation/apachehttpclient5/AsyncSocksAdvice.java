package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.reactor.ConnectionInitiator;

/** Leaves a connection through the application's SOCKS proxy to the name it was meant for. */
final class AsyncSocksAdvice {
  private AsyncSocksAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(0) ConnectionInitiator initiator,
      @Advice.Argument(value = 1, readOnly = false) HttpHost host) {
    HttpHost logical = LogicalHosts.of(host);
    if (logical != null && AsyncSocks.isUsed(initiator)) {
      host = logical;
      AsyncRequest.leaveAlone();
    }
  }
}
