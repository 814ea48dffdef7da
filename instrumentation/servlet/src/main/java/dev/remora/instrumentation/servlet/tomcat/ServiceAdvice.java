package dev.remora.instrumentation.servlet.tomcat;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;
import org.apache.coyote.Request;

/** A request is handed to the container. */
final class ServiceAdvice {
  private ServiceAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.Argument(0) Request request) {
    return TomcatRequests.begin(request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter Object entered,
      @Advice.Argument(0) Request request,
      @Advice.Thrown Throwable thrown) {
    Current.leave(entered);
    if (thrown != null) {
      TomcatRequests.fail(request, thrown);
    }
  }
}
