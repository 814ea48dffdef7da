package dev.remora.instrumentation.apachehttpclient5;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;

/**
 * Connects to the endpoint's address. The HTTP/2 clients do not look at the address of a host: they
 * always resolve its name.
 */
final class H2ConnectAdvice {
  private H2ConnectAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue("connectionInitiator") ConnectionInitiator initiator,
      @Advice.Argument(value = 0, readOnly = false) NamedEndpoint endpoint,
      @Advice.Argument(value = 1, readOnly = false) SocketAddress address) {
    if (address == null && endpoint instanceof HttpHost) {
      HttpHost host = (HttpHost) endpoint;
      HttpHost logical = LogicalHosts.of(host);
      if (logical != null) {
        if (AsyncSocks.isUsed(initiator)) {
          endpoint = logical;
        } else {
          address = new InetSocketAddress(host.getAddress(), host.getPort());
        }
      }
    }
  }
}
