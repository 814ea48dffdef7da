package dev.remora.instrumentation.okhttp;

import java.net.Proxy;
import net.bytebuddy.asm.Advice;
import okhttp3.Address;

/** Notes which kind of route is being made. From OkHttp 5.5 on. */
final class NextRoutesAdvice {
  private NextRoutesAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue("address") Address address, @Advice.Argument(0) Proxy proxy) {
    EndpointDns.selecting(address, proxy);
  }
}
