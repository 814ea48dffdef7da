package dev.remora.instrumentation.okhttp;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import okhttp3.Address;

/**
 * What OkHttp 3 and 4 have under other names or parameters from version to version, and what is
 * needed only to go on elsewhere: by reflection.
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

  /**
   * Gives the connection of a StreamAllocation back, so that it looks for another one, without
   * ending the call as its own {@code release} does. OkHttp 3.0 to 3.13.
   */
  public static void release(Object streamAllocation) throws ReflectiveOperationException {
    Object socket;
    Object connection = get(streamAllocation, "connection");
    synchronized (get(streamAllocation, "connectionPool")) {
      socket = deallocate(streamAllocation);
      set(streamAllocation, "released", false);
    }
    set(streamAllocation, "route", null);
    setIfThere(streamAllocation, "routeSelection", null);
    if (socket != null) {
      try {
        ((Socket) socket).close();
      } catch (IOException e) {
        // As OkHttp closes it.
      }
    }
    Field listener = find(streamAllocation, "eventListener");
    if (listener != null && connection != null && get(streamAllocation, "connection") == null) {
      Object told = listener.get(streamAllocation);
      method(told, "connectionReleased", 2).invoke(told, get(streamAllocation, "call"), connection);
    }
  }

  /** From 3.7 on what it returns is to be closed; before, it does so itself. */
  private static Object deallocate(Object streamAllocation) throws ReflectiveOperationException {
    Method deallocate =
        streamAllocation
            .getClass()
            .getDeclaredMethod("deallocate", boolean.class, boolean.class, boolean.class);
    deallocate.setAccessible(true);
    return deallocate.invoke(streamAllocation, false, true, false);
  }

  /**
   * Lets an ExchangeFinder look for a connection, though its call may have one. OkHttp 3.14 to
   * 4.12.
   */
  public static void forgetConnection(Object finder) throws ReflectiveOperationException {
    setIfThere(finder, "nextRouteToTry", null);
    Field transmitter = find(finder, "transmitter");
    if (transmitter != null) {
      Object holder = transmitter.get(finder);
      method(holder, "maybeReleaseConnection", 2).invoke(holder, null, true);
    }
  }

  private static Method method(Object object, String name, int parameters)
      throws NoSuchMethodException {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterTypes().length == parameters) {
          method.setAccessible(true);
          return method;
        }
      }
    }
    throw new NoSuchMethodException(object.getClass() + " has no " + name);
  }

  private static Field find(Object object, String name) {
    try {
      Field field = object.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException otherVersion) {
      return null;
    }
  }

  private static Object get(Object object, String name) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  private static void set(Object object, String name, Object value)
      throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    field.set(object, value);
  }

  private static void setIfThere(Object object, String name, Object value)
      throws ReflectiveOperationException {
    Field field = find(object, name);
    if (field != null) {
      field.set(object, value);
    }
  }

  private static Method failedMethod(Class<?> streamAllocation) throws NoSuchMethodException {
    try {
      return streamAllocation.getMethod("streamFailed", IOException.class);
    } catch (NoSuchMethodException olderThan33) {
      return streamAllocation.getMethod("connectionFailed", IOException.class);
    }
  }
}
