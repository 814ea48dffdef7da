package dev.remora.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Defines a class into any loader, the bootstrap loader included, by the JVM's own {@code
 * Unsafe.defineClass}.
 */
final class ClassDefiner {
  private final Object unsafe;
  private final Method defineClass;

  private ClassDefiner(Object unsafe) throws ReflectiveOperationException {
    this.unsafe = unsafe;
    this.defineClass =
        unsafe
            .getClass()
            .getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
    // The package is open to this class's module alone, and the method is handed on to the isolated
    // loader's.
    defineClass.setAccessible(true);
  }

  static ClassDefiner of(Instrumentation instrumentation) throws ReflectiveOperationException {
    Class<?> module;
    try {
      module = Class.forName("java.lang.Module");
    } catch (ClassNotFoundException e) {
      return ofJava8();
    }
    return ofModules(instrumentation, module);
  }

  private static ClassDefiner ofJava8() throws ReflectiveOperationException {
    Field instance = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    return new ClassDefiner(instance.get(null));
  }

  /**
   * From Java 9 on the method is in {@code jdk.internal.misc}, which java.base keeps to itself. An
   * agent may open a package, here to its own module alone.
   */
  private static ClassDefiner ofModules(Instrumentation instrumentation, Class<?> module)
      throws ReflectiveOperationException {
    Method getModule = Class.class.getMethod("getModule");
    Map<String, Set<Object>> internal =
        Collections.singletonMap(
            "jdk.internal.misc", Collections.singleton(getModule.invoke(ClassDefiner.class)));
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            getModule.invoke(Object.class),
            Collections.emptySet(),
            internal,
            internal,
            Collections.emptySet(),
            Collections.emptyMap());
    return new ClassDefiner(
        Class.forName("jdk.internal.misc.Unsafe").getMethod("getUnsafe").invoke(null));
  }

  void define(String name, byte[] bytes) throws ReflectiveOperationException {
    defineClass.invoke(unsafe, name, bytes, 0, bytes.length, null, null);
  }

  /** The receiver of {@link #defineClass()}. */
  Object unsafe() {
    return unsafe;
  }

  /**
   * {@code defineClass(String, byte[], int, int, ClassLoader, ProtectionDomain)}, accessible to
   * whoever holds it.
   */
  Method defineClass() {
    return defineClass;
  }
}
