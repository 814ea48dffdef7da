package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Address;

/**
 * Lets a redirect or an authenticated retry to the same service go to the endpoint it was placed
 * on: OkHttp would keep to the connection that the call has. From OkHttp 4.4 on.
 *
 * <p>The same method checks that a network interceptor has left host and port alone; that is not
 * touched.
 */
final class SameHostAndPortAdvice {
  private SameHostAndPortAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue("address") Address address,
      @Advice.Return(readOnly = false) boolean same) {
    same = same && !EndpointDns.isFinding(address);
  }
}
