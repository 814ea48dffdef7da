package dev.remora.instrumentation.apachehttpclient5;

import java.util.List;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;

/** Encodes the agent's headers with those of a request. */
final class H2EncodeAdvice {
  private H2EncodeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 1, readOnly = false) List<? extends Header> headers) {
    headers = WrittenHead.encoded(headers);
  }
}
