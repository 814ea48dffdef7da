package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandles;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * The head of a response is read, inside of redirects and authentication; this is also where the
 * JDK by itself sends a request again.
 */
final class ParseAdvice {
  private ParseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static RoutedConnection enter(
      @Advice.This Object client,
      @Advice.AllArguments Object[] arguments,
      @Advice.FieldValue("url") URL url,
      @Advice.FieldValue("cachedHttpClient") boolean kept,
      @Advice.FieldValue("streaming") boolean streaming)
      throws Throwable {
    return EndpointUrl.isOurs(url)
        ? Heads.begin(
            Access.needsLookup() ? MethodHandles.lookup() : null,
            client,
            arguments,
            kept,
            streaming)
        : null;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter RoutedConnection routed,
      @Advice.This Object client,
      @Advice.AllArguments Object[] arguments,
      @Advice.FieldValue("ignoreContinue") boolean ignoreContinue,
      @Advice.Return(readOnly = false) boolean valid,
      @Advice.Thrown(readOnly = false) Throwable thrown)
      throws Throwable {
    if (routed != null) {
      Object end = Heads.end(routed, client, arguments, !ignoreContinue, valid, thrown);
      if (end instanceof Boolean) {
        valid = (Boolean) end;
        thrown = null;
      } else {
        thrown = (Throwable) end;
      }
    }
  }
}
