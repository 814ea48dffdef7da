package dev.remora.instrumentation.urlconnection;

import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/** Hands the endpoint's URL to the inner client. */
final class NewHttpClientAdvice {
  private NewHttpClientAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean enter(
      @Advice.Argument(value = 0, readOnly = false) URL url, @Advice.Argument(1) Proxy proxy)
      throws MalformedURLException {
    URL placed = EndpointUrl.place(url, proxy);
    if (placed == null) {
      return false;
    }
    url = placed;
    return true;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter boolean placed) {
    if (placed) {
      EndpointUrl.placed();
    }
  }
}
