package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import okhttp3.Address;

/**
 * Looks for a connection to the next endpoint when one cannot be connected. From OkHttp 5.0 on,
 * where the address is the route planner's, see {@link PlanAdvice}.
 */
final class FindConnectionAdvice {
  private FindConnectionAdvice() {}

  /** Must be there for {@code repeatOn}; there is nothing to do before the first attempt. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter() {}

  /** Calls the planner from inside its own module, which does not export it. */
  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Thrown Throwable thrown,
      @Advice.FieldValue(value = "routePlanner", typing = Assigner.Typing.DYNAMIC) Object planner)
      throws ReflectiveOperationException {
    return thrown != null
        && EndpointDns.failoverLater(
            (Address) planner.getClass().getMethod("getAddress").invoke(planner), thrown);
  }
}
