package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Route;

/** OkHttp connects on threads of its own, for a call of another one. From OkHttp 5.0 on. */
final class ConnectTcpAdvice {
  private ConnectTcpAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean enter(@Advice.FieldValue("route") Route route) {
    return EndpointDns.lend(route.address());
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter boolean lent) {
    if (lent) {
      EndpointDns.giveBack();
    }
  }
}
