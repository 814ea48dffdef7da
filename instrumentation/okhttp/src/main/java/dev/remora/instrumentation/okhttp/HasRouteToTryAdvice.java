package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Address;

/**
 * Lets a redirect or an authenticated retry to the same service be placed anew: OkHttp would keep
 * to the connection that the call has. OkHttp 3.14 to 4.3. After a failure OkHttp asks for the way
 * on, and gets the true answer.
 */
final class HasRouteToTryAdvice {
  private HasRouteToTryAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue("address") Address address,
      @Advice.FieldValue("hasStreamFailure") boolean failed,
      @Advice.Return(readOnly = false) boolean has) {
    has = has && (failed || !EndpointDns.isOurs(address));
  }
}
