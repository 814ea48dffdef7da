package dev.remora.javaagent.weave;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Defines a class into any loader, with the means that the agent's entry obtained from the JVM. */
public final class ClassDefiner {
  private final Object unsafe;
  private final Method defineClass;

  /**
   * A definer.
   *
   * @param unsafe the JVM's {@code Unsafe}, or null where this JVM refuses it: nothing can then be
   *     defined
   * @param defineClass its {@code defineClass(String, byte[], int, int, ClassLoader,
   *     ProtectionDomain)}
   */
  public ClassDefiner(Object unsafe, Method defineClass) {
    this.unsafe = unsafe;
    this.defineClass = defineClass;
  }

  /**
   * Defines {@code name}; a loader that has a class of that name already keeps it.
   *
   * @param loader null is the bootstrap loader
   * @throws IllegalStateException if the JVM refuses
   */
  void define(String name, byte[] bytes, ClassLoader loader) {
    if (unsafe == null) {
      throw new IllegalStateException("this JVM lets no class be defined into " + loader);
    }
    try {
      defineClass.invoke(unsafe, name, bytes, 0, bytes.length, loader, null);
    } catch (InvocationTargetException e) {
      // Two threads may load two hooked types of one client at the same time.
      if (!isDuplicate(e.getCause())) {
        throw new IllegalStateException(
            "cannot define " + name + ": " + e.getCause(), e.getCause());
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot define " + name + ": " + e, e);
    }
  }

  private static boolean isDuplicate(Throwable e) {
    return e instanceof LinkageError && String.valueOf(e.getMessage()).contains("duplicate");
  }
}
