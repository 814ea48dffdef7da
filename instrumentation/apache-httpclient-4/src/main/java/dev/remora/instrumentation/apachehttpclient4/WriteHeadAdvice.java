package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpMessage;

/** Writes the agent's headers with a head. */
final class WriteHeadAdvice {
  private WriteHeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 0, readOnly = false) HttpMessage message) {
    message = WrittenHead.written(message);
  }
}
