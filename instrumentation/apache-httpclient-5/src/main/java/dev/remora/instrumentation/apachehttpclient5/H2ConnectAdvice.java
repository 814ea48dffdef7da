package dev.remora.instrumentation.apachehttpclient5;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.NamedEndpoint;

/**
 * Connects to the endpoint's address. The HTTP/2 clients do not look at the address of a host: they
 * always resolve its name.
 */
final class H2ConnectAdvice {
  private H2ConnectAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(0) NamedEndpoint endpoint,
      @Advice.Argument(value = 1, readOnly = false) SocketAddress address) {
    if (address == null && endpoint instanceof HttpHost) {
      HttpHost host = (HttpHost) endpoint;
      if (LogicalHosts.of(host) != null) {
        address = new InetSocketAddress(host.getAddress(), host.getPort());
      }
    }
  }
}
