package dev.remora.instrumentation.okhttp;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import okhttp3.Address;

/**
 * What OkHttp 3 and 4 have under other names or parameters from version to version, and what is
 * needed only after a failure to connect: by reflection.
 */
public final class Internals {
  private Internals() {}

  /**
   * A route selector like {@code selector}, for another address.
   *
   * @param selector null in versions that make it when they need it
   */
  public static Object selectorFor(Address address, Object selector)
      throws ReflectiveOperationException {
    if (selector == null) {
      return null;
    }
    Constructor<?> constructor = selector.getClass().getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Class<?>[] types = constructor.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = types[i] == Address.class ? address : fieldOf(selector, types[i]);
    }
    return constructor.newInstance(arguments);
  }

  private static Object fieldOf(Object object, Class<?> type) throws ReflectiveOperationException {
    for (Field field : object.getClass().getDeclaredFields()) {
      if (field.getType() == type) {
        field.setAccessible(true);
        return field.get(object);
      }
    }
    throw new NoSuchFieldException(object.getClass() + " has no " + type);
  }

  /** Lets a StreamAllocation forget the connection that could not be made. */
  public static void connectFailed(Object streamAllocation, Throwable routeException)
      throws ReflectiveOperationException {
    Throwable failure = routeException.getCause();
    failedMethod(streamAllocation.getClass())
        .invoke(
            streamAllocation,
            failure instanceof IOException ? failure : new IOException(routeException));
  }

  private static Method failedMethod(Class<?> streamAllocation) throws NoSuchMethodException {
    try {
      return streamAllocation.getMethod("streamFailed", IOException.class);
    } catch (NoSuchMethodException olderThan33) {
      return streamAllocation.getMethod("connectionFailed", IOException.class);
    }
  }
}
