package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Shortens the time that making a connection to an endpoint may take. */
final class ConnectTimeoutAdvice {
  private ConnectTimeoutAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Origin("#s") String signature,
      @Advice.AllArguments(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object[] arguments) {
    Object[] shortened = ConnectTimeouts.shorten(signature, arguments);
    if (shortened != null) {
      arguments = shortened;
    }
  }
}
