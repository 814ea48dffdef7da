package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import okhttp3.Address;

/**
 * Looks for a connection to the next endpoint when one cannot be connected, or when the request is
 * tried again there, or is a further hop. OkHttp 3.0 to 3.13.
 *
 * <p>The fields are final in the source only: up to class file version 52 a class may write its own
 * final fields in any method.
 */
final class NewStreamAdvice {
  private NewStreamAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This Object self,
      @Advice.FieldValue(value = "address", readOnly = false) Address address,
      @Advice.FieldValue(
              value = "routeSelector",
              readOnly = false,
              typing = Assigner.Typing.DYNAMIC)
          Object routeSelector)
      throws ReflectiveOperationException {
    Address next = EndpointDns.takeNext(address);
    if (next != null) {
      Internals.release(self);
      routeSelector = Internals.selectorFor(next, routeSelector);
      address = next;
    }
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.This Object self,
      @Advice.Thrown Throwable thrown,
      @Advice.FieldValue(value = "address", readOnly = false) Address address,
      @Advice.FieldValue(
              value = "routeSelector",
              readOnly = false,
              typing = Assigner.Typing.DYNAMIC)
          Object routeSelector)
      throws ReflectiveOperationException {
    Address next = thrown == null ? null : EndpointDns.failover(address, thrown);
    if (next == null) {
      return false;
    }
    Internals.connectFailed(self, thrown);
    routeSelector = Internals.selectorFor(next, routeSelector);
    address = next;
    return true;
  }
}
