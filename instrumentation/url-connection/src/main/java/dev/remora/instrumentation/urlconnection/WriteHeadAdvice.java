package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandles;
import java.net.URL;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Writes a head with the agent's headers in it. The client goes on with the one that it was given:
 * when it sends that again by itself, it comes here again.
 */
final class WriteHeadAdvice {
  private WriteHeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(
      @Advice.FieldValue("url") URL url,
      @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object head)
      throws Throwable {
    if (!EndpointUrl.isOurs(url)) {
      return null;
    }
    Object kept = head;
    Object written = SentHead.of(Access.needsLookup() ? MethodHandles.lookup() : null, url, head);
    if (written == null) {
      return null;
    }
    head = written;
    return kept;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter Object kept,
      @Advice.FieldValue(value = "requests", readOnly = false, typing = Assigner.Typing.DYNAMIC)
          Object requests) {
    if (kept != null) {
      requests = kept;
    }
  }
}
