package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpHost;
import org.apache.http.config.Lookup;
import org.apache.http.conn.DnsResolver;
import org.apache.http.protocol.HttpContext;

/** As {@link ConnectAdvice}, in a client that resolves every host by its name. */
final class ConnectByNameAdvice {
  private ConnectByNameAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean enter(
      @Advice.Argument(value = 1, readOnly = false) HttpHost host,
      @Advice.Argument(value = 3, readOnly = false) int timeout,
      @Advice.Argument(5) HttpContext context,
      @Advice.FieldValue("socketFactoryRegistry") Lookup<?> socketFactories,
      @Advice.FieldValue(value = "dnsResolver", readOnly = false) DnsResolver resolver) {
    HttpHost endpoint = Connecting.endpoint(host, socketFactories, context, false);
    if (endpoint == null) {
      return false;
    }
    resolver = EndpointDns.before(resolver);
    host = endpoint;
    timeout = Attempt.connectTimeout(timeout);
    EndpointDns.begin();
    return true;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter boolean begun) {
    if (begun) {
      EndpointDns.end();
    }
  }
}
