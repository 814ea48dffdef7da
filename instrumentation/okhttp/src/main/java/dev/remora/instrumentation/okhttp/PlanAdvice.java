package dev.remora.instrumentation.okhttp;

import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import okhttp3.Address;

/**
 * Goes on with the next endpoint, if there is to be one. From OkHttp 5.0 on.
 *
 * <p>The address is final in the source only: up to class file version 52 a class may write its own
 * final fields in any method.
 */
final class PlanAdvice {
  private PlanAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue(value = "address", readOnly = false) Address address,
      @Advice.FieldValue(
              value = "routeSelector",
              readOnly = false,
              typing = Assigner.Typing.DYNAMIC)
          Object routeSelector,
      @Advice.FieldValue(
              value = "routeSelection",
              readOnly = false,
              typing = Assigner.Typing.DYNAMIC)
          Object routeSelection,
      @Advice.FieldValue(
              value = "nextRouteToTry",
              readOnly = false,
              typing = Assigner.Typing.DYNAMIC)
          Object nextRouteToTry,
      @Advice.FieldValue(value = "deferredPlans", typing = Assigner.Typing.DYNAMIC)
          Object deferredPlans) {
    Address next = EndpointDns.takeNext(address);
    if (next != null) {
      address = next;
      routeSelector = null;
      routeSelection = null;
      nextRouteToTry = null;
      ((List<?>) deferredPlans).clear();
    }
    EndpointDns.finding(address, true);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.FieldValue("address") Address address) {
    EndpointDns.finding(address, false);
  }
}
