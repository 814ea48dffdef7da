package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import okhttp3.Address;

/**
 * Looks for a connection to the next endpoint when one cannot be connected, or when the request is
 * tried again there. OkHttp 3.14 to 4.12.
 *
 * <p>The fields are final in the source only: up to class file version 52 a class may write its own
 * final fields in any method.
 */
final class FindExchangeAdvice {
  private FindExchangeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This Object self,
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
          Object routeSelection)
      throws ReflectiveOperationException {
    Address next = EndpointDns.takeNext(address);
    if (next != null) {
      Internals.forgetConnection(self);
      routeSelector = Internals.selectorFor(next, routeSelector);
      routeSelection = null;
      address = next;
    }
    EndpointDns.finding(address, true);
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Thrown Throwable thrown,
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
          Object routeSelection)
      throws ReflectiveOperationException {
    EndpointDns.finding(address, false);
    Address next = thrown == null ? null : EndpointDns.failover(address, thrown);
    if (next == null) {
      return false;
    }
    routeSelector = Internals.selectorFor(next, routeSelector);
    routeSelection = null;
    address = next;
    EndpointDns.finding(address, true);
    return true;
  }
}
