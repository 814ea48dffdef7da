package dev.remora.instrumentation.okhttp;

import java.net.Proxy;
import net.bytebuddy.asm.Advice;
import okhttp3.Dns;

/**
 * Places a request. OkHttp makes an address for each call and each hop of it, in another class in
 * nearly every version; the constructor has been the same in all of them.
 */
final class NewAddressAdvice {
  private NewAddressAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(0) String host,
      @Advice.Argument(value = 2, readOnly = false) Dns dns,
      @Advice.Argument(8) Proxy proxy) {
    dns = EndpointDns.place(host, dns, proxy);
  }
}
