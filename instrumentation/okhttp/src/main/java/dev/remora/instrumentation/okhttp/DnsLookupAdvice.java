package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Address;

/** Puts the endpoint's port into a direct route. From OkHttp 5.5 on. */
final class DnsLookupAdvice {
  private DnsLookupAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue("address") Address address,
      @Advice.Argument(value = 2, readOnly = false) int port) {
    port = EndpointDns.port(address, port);
  }
}
