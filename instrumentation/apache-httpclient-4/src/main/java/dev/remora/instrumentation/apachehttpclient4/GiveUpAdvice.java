package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.client.protocol.HttpClientContext;

/** The application cancels an asynchronous request, or the client is through with it. */
final class GiveUpAdvice {
  private GiveUpAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This Object handler, @Advice.FieldValue("localContext") HttpClientContext context) {
    AsyncCall.ends(handler, context);
  }
}
