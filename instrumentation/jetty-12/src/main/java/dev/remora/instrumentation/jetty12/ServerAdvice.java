package dev.remora.instrumentation.jetty12;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** A request is handed to the server. */
final class ServerAdvice {
  private ServerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.Argument(0) Request request, @Advice.Argument(1) Response response) {
    return Jetty12Requests.begin(request, response);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}
