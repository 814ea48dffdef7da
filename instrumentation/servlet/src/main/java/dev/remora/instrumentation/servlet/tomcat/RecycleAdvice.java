package dev.remora.instrumentation.servlet.tomcat;

import net.bytebuddy.asm.Advice;
import org.apache.catalina.connector.Request;

/** A request is done with. */
final class RecycleAdvice {
  private RecycleAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Request request) {
    TomcatRequests.end(request);
  }
}
