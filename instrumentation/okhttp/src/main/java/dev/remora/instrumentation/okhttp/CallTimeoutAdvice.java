package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;

/** Tells a call whose time-out is over from one that the application cancels. */
final class CallTimeoutAdvice {
  private CallTimeoutAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object timeout) {
    Cancelling.timedOut(timeout);
  }
}
