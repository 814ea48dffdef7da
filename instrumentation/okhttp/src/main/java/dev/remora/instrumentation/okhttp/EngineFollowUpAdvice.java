package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Request;
import okhttp3.Response;

/** As {@link FollowUpAdvice}. Before OkHttp 3.4. */
final class EngineFollowUpAdvice {
  private EngineFollowUpAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static Request enter(
      @Advice.FieldValue("userResponse") Response response,
      @Advice.FieldValue("userRequest") Request request) {
    return RoutedRequest.answered(response, request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Enter Request again, @Advice.Return(readOnly = false) Request followUp) {
    if (again != null) {
      followUp = again;
    }
    RoutedRequest.followUp(followUp);
  }
}
