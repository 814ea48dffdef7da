package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * The way to what a class of the JDK keeps to itself. Lives in the bootstrap loader.
 *
 * <p>From Java 9 on it leads through the {@code Lookup} of woven code, which is inside of the
 * class. Java 8 refuses the JDK's own classes a {@code Lookup}, and refuses nobody reflection.
 */
public final class Access {
  private static final boolean HAS_MODULES =
      !"1.8".equals(System.getProperty("java.specification.version"));

  private final Class<?> type;
  private final MethodHandles.Lookup lent;

  private Access(Class<?> type, MethodHandles.Lookup lent) {
    this.type = type;
    this.lent = lent;
  }

  /** Whether {@link #of} needs a {@code Lookup}, and may be given one. */
  public static boolean needsLookup() {
    return HAS_MODULES;
  }

  /** Access to the class of that name, by its own {@code Lookup} where one is needed. */
  static Access of(String type, MethodHandles.Lookup lent) throws ClassNotFoundException {
    return new Access(Class.forName(type, false, null), lent);
  }

  /** The constructor without parameters. */
  MethodHandle constructor() throws ReflectiveOperationException {
    return lent == null
        ? MethodHandles.lookup().unreflectConstructor(type.getConstructor())
        : lent.findConstructor(type, MethodType.methodType(void.class));
  }

  /** A method of the class. */
  MethodHandle method(String name, Class<?> returned, Class<?>... parameters)
      throws ReflectiveOperationException {
    if (lent != null) {
      return lent.findVirtual(type, name, MethodType.methodType(returned, parameters));
    }
    for (Class<?> owner = type; ; owner = owner.getSuperclass()) {
      try {
        Method method = owner.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
      } catch (NoSuchMethodException inherited) {
        if (owner == Object.class) {
          throw inherited;
        }
      }
    }
  }

  /** The only method of the class with that name, its parameters in an array. */
  MethodHandle method(String name) throws ReflectiveOperationException {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        Class<?>[] parameters = method.getParameterTypes();
        return method(name, method.getReturnType(), parameters)
            .asSpreader(Object[].class, parameters.length);
      }
    }
    throw new NoSuchMethodException(type + " has no " + name);
  }

  /** Reads a field of the class. */
  MethodHandle getter(String name, Class<?> of) throws ReflectiveOperationException {
    return lent == null
        ? MethodHandles.lookup().unreflectGetter(field(name))
        : lent.findGetter(type, name, of);
  }

  /** Writes a field of the class. */
  MethodHandle setter(String name, Class<?> of) throws ReflectiveOperationException {
    return lent == null
        ? MethodHandles.lookup().unreflectSetter(field(name))
        : lent.findSetter(type, name, of);
  }

  private Field field(String name) throws NoSuchFieldException {
    for (Class<?> owner = type; ; owner = owner.getSuperclass()) {
      try {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException inherited) {
        if (owner == Object.class) {
          throw inherited;
        }
      }
    }
  }
}
