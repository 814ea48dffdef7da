package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandles;
import java.net.Socket;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * The head of a response is read, inside of redirects and authentication; this is also where the
 * JDK by itself sends a request again, and it is done in the same way.
 */
final class ParseAdvice {
  private ParseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static RoutedConnection enter(
      @Advice.AllArguments Object[] arguments,
      @Advice.FieldValue("url") URL url,
      @Advice.FieldValue("cachedHttpClient") boolean kept,
      @Advice.FieldValue("streaming") boolean streaming,
      @Advice.FieldValue("serverSocket") Socket socket) {
    return Heads.begin(url, arguments[arguments.length - 1], kept, streaming, socket);
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Enter RoutedConnection routed,
      @Advice.This Object client,
      @Advice.Argument(0) Object responses,
      @Advice.FieldValue("ignoreContinue") boolean ignoreContinue,
      @Advice.FieldValue("serverSocket") Socket socket,
      @Advice.Thrown(readOnly = false) Throwable thrown)
      throws Throwable {
    if (routed == null) {
      return false;
    }
    Object failure =
        Heads.end(
            MethodHandles.lookup(), routed, client, responses, !ignoreContinue, socket, thrown);
    if (failure == Heads.AGAIN) {
      return true;
    }
    thrown = (Throwable) failure;
    return false;
  }
}
