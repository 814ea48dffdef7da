package dev.remora.instrumentation.apachehttpclient4;

import java.net.InetAddress;
import net.bytebuddy.asm.Advice;

/** Resolves the service's name to its endpoint while a connection to it is opened. */
final class ResolveAdvice {
  private ResolveAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static InetAddress[] enter() {
    return DirectorConnecting.addresses();
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.Enter InetAddress[] endpoint,
      @Advice.Return(readOnly = false) InetAddress[] addresses) {
    if (endpoint != null) {
      addresses = endpoint;
    }
  }
}
