package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;

/** Takes note of what helpers may do with connections, before the first is placed. */
final class ConnectAdvice {
  private ConnectAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter() throws ReflectiveOperationException {
    if (Reconnecting.isUnknown()) {
      Reconnecting.know(Access.needsLookup() ? MethodHandles.lookup() : null);
    }
  }
}
