package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;

/** Leaves a connection through the application's SOCKS proxy to the name it was meant for. */
final class SocksAdvice {
  private SocksAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.AllArguments Object[] arguments,
      @Advice.Argument(value = 1, readOnly = false) HttpHost host) {
    for (Object argument : arguments) {
      if (argument instanceof SocketConfig
          && ((SocketConfig) argument).getSocksProxyAddress() != null) {
        HttpHost logical = LogicalHosts.of(host);
        if (logical != null) {
          host = logical;
          RoutedRequest.leaveAlone();
        }
      }
    }
  }
}
