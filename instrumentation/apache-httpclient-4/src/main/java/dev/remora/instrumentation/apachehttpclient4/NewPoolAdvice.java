package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.nio.pool.SocketAddressResolver;

/** Lets the pool of the asynchronous client find endpoints. */
final class NewPoolAdvice {
  private NewPoolAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(value = 2, readOnly = false) SocketAddressResolver<HttpRoute> resolver) {
    resolver = new EndpointAddresses(resolver);
  }
}
