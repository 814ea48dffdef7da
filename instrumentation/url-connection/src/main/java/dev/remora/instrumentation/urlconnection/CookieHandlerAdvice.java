package dev.remora.instrumentation.urlconnection;

import java.net.CookieHandler;
import java.net.URLConnection;
import net.bytebuddy.asm.Advice;

/** Keeps the cookies of a response under the logical host, where requests look for them. */
final class CookieHandlerAdvice {
  private CookieHandlerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.This URLConnection connection,
      @Advice.Return(readOnly = false) CookieHandler handler) {
    handler = LogicalCookies.around(handler, connection.getURL());
  }
}
