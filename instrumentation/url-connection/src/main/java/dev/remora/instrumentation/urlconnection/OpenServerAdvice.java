package dev.remora.instrumentation.urlconnection;

import dev.remora.bootstrap.Call;
import java.net.MalformedURLException;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Opens the socket to the next endpoint when one cannot be connected: nothing has been sent yet.
 */
final class OpenServerAdvice {
  private OpenServerAdvice() {}

  /** Must be there for {@code repeatOn}; there is nothing to do before the first attempt. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Local("call") Call call) {}

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Thrown Throwable thrown,
      @Advice.FieldValue(value = "url", readOnly = false) URL url,
      @Advice.FieldValue(value = "host", readOnly = false) String host,
      @Advice.FieldValue(value = "port", readOnly = false) int port,
      @Advice.Local("call") Call call)
      throws MalformedURLException {
    if (thrown == null) {
      return false;
    }
    if (call == null) {
      call = EndpointUrl.callOf(url);
    }
    URL next = call == null ? null : EndpointUrl.next(call, url, thrown);
    if (next == null) {
      return false;
    }
    url = next;
    host = next.getHost();
    port = next.getPort();
    return true;
  }
}
