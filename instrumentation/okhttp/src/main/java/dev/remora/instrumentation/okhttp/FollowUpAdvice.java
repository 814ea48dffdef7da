package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request again before OkHttp looks at its response, and as OkHttp itself does where a
 * response asks for that. From OkHttp 3.4 on.
 */
final class FollowUpAdvice {
  private FollowUpAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static Request enter(@Advice.Argument(0) Response response) {
    return RoutedRequest.answered(response, response.request());
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Enter Request again, @Advice.Return(readOnly = false) Request followUp) {
    if (again != null) {
      followUp = again;
    }
    RoutedRequest.followUp(followUp);
  }
}
