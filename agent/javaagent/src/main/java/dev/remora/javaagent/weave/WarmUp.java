package dev.remora.javaagent.weave;

import dev.remora.instrumentation.api.HookPoint;
import java.io.IOException;
import java.util.Collections;
import net.bytebuddy.asm.Advice;

/** Weaves a class that nobody uses. */
final class WarmUp {
  private WarmUp() {}

  static void run(Weaver weaver) throws IOException {
    String type = Target.class.getName();
    HookPoint hook = HookPoint.on(type).method("method").advice(Sample.class.getName());
    weaver.weave(
        WarmUp.class.getClassLoader(), type, ClassBytes.of(type), Collections.singletonList(hook));
  }

  /** What is woven. */
  static final class Target {
    Object method(String argument) throws IOException {
      return argument;
    }
  }

  /** Advice with the features that the integrations use. */
  static final class Sample {
    @Advice.OnMethodEnter(suppress = Throwable.class)
    static String enter(
        @Advice.This Object self, @Advice.Argument(value = 0, readOnly = false) String argument) {
      argument = argument.trim();
      return argument;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter String entered,
        @Advice.Thrown(readOnly = false) Throwable thrown,
        @Advice.Return(readOnly = false) Object returned) {
      if (thrown == null) {
        returned = entered;
      }
    }
  }
}
