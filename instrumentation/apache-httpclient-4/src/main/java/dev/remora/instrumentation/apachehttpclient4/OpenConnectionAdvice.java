package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpHost;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;

/** Connects a socket of {@code DefaultHttpClient} to the endpoint. */
final class OpenConnectionAdvice {
  private OpenConnectionAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean enter(
      @Advice.Argument(value = 1, readOnly = false) HttpHost host,
      @Advice.Argument(3) HttpContext context,
      @Advice.Argument(value = 4, readOnly = false) HttpParams params,
      @Advice.FieldValue("schemeRegistry") SchemeRegistry registry) {
    HttpHost endpoint = DirectorConnecting.begin(host, registry, context);
    if (endpoint == null) {
      return false;
    }
    host = endpoint;
    params = DirectorConnecting.limited(params);
    return true;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter boolean begun) {
    if (begun) {
      DirectorConnecting.end();
    }
  }
}
