package dev.remora.instrumentation.servlet.tomcat;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;
import org.apache.coyote.Request;

/** The container goes on with an asynchronous request, or ends it. */
final class AsyncDispatchAdvice {
  private AsyncDispatchAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.Argument(0) Request request) {
    return TomcatRequests.resume(request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}
