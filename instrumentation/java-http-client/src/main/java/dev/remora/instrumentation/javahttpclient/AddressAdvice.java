package dev.remora.instrumentation.javahttpclient;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import net.bytebuddy.asm.Advice;

/** Answers with the endpoint's address, without asking DNS for a name it does not know. */
final class AddressAdvice {
  private AddressAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static InetSocketAddress enter(
      @Advice.This Object request,
      @Advice.FieldValue("uri") URI uri,
      @Advice.FieldValue(value = "proxy", readOnly = false) Proxy proxy) {
    Placement placement = Placement.of(request, uri, proxy);
    if (placement == null) {
      return null;
    }
    proxy = placement;
    return placement.endpoint();
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.Enter InetSocketAddress endpoint,
      @Advice.Return(readOnly = false) InetSocketAddress address) {
    if (endpoint != null) {
      address = endpoint;
    }
  }
}
