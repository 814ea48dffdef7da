package dev.remora.instrumentation.apachehttpclient5;

import java.util.List;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/** Shows what HTTP/2 makes of a request. */
final class H2ConvertAdvice {
  private H2ConvertAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Argument(0) HttpRequest request, @Advice.Return List<Header> converted) {
    WrittenHead.converted(request, converted);
  }
}
