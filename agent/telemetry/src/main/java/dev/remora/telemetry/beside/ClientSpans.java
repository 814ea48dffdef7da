package dev.remora.telemetry.beside;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;

/**
 * The spans of the OpenTelemetry agent, whose types are none of this loader's. Nothing of it
 * throws.
 */
final class ClientSpans {
  private static final String READABLE = "ReadableSpan";

  /** {@code () -> span}. */
  private final MethodHandle current;

  /** {@code span -> boolean}. */
  private final MethodHandle isRecording;

  /** {@code (span, key, text) -> span}. */
  private final MethodHandle setText;

  /** {@code (span, key, number) -> span}. */
  private final MethodHandle setNumber;

  private volatile Kind kind = new Kind(null, null);

  private ClientSpans(Class<?> span) throws ReflectiveOperationException {
    Lookup lookup = MethodHandles.publicLookup();
    current = lookup.findStatic(span, "current", methodType(span)).asType(methodType(Object.class));
    isRecording =
        lookup
            .findVirtual(span, "isRecording", methodType(boolean.class))
            .asType(methodType(boolean.class, Object.class));
    setText =
        lookup
            .findVirtual(span, "setAttribute", methodType(span, String.class, String.class))
            .asType(methodType(Object.class, Object.class, String.class, String.class));
    setNumber =
        lookup
            .findVirtual(span, "setAttribute", methodType(span, String.class, long.class))
            .asType(methodType(Object.class, Object.class, String.class, long.class));
  }

  /**
   * Those of the type of that name in the bootstrap loader.
   *
   * @return null: it is not there, or not what it is expected to be
   */
  static ClientSpans find(String type) {
    try {
      return new ClientSpans(Class.forName(type, true, null));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** The span of kind CLIENT that is being made on this thread, if it is recorded; or null. */
  Object current() {
    try {
      Object span = (Object) current.invokeExact();
      return (boolean) isRecording.invokeExact(span) && isClient(span) ? span : null;
    } catch (Throwable e) {
      return null;
    }
  }

  /** Of the SDK alone, not of the API, can the kind be asked. */
  private boolean isClient(Object span) throws Throwable {
    Kind known = kind;
    if (known.type != span.getClass()) {
      known = Kind.of(span.getClass());
      kind = known;
    }
    return known.get != null
        && "CLIENT".equals(String.valueOf((Object) known.get.invokeExact(span)));
  }

  void set(Object span, String key, String value) {
    try {
      Object same = (Object) setText.invokeExact(span, key, value);
      assert same != null;
    } catch (Throwable e) {
      // An attribute that is not there, no more.
    }
  }

  void set(Object span, String key, long value) {
    try {
      Object same = (Object) setNumber.invokeExact(span, key, value);
      assert same != null;
    } catch (Throwable e) {
      // An attribute that is not there, no more.
    }
  }

  /** How spans of a class tell their kind. */
  private static final class Kind {
    final Class<?> type;

    /** {@code span -> kind}; null: they don't. */
    final MethodHandle get;

    Kind(Class<?> type, MethodHandle get) {
      this.type = type;
      this.get = get;
    }

    static Kind of(Class<?> type) throws ReflectiveOperationException {
      Class<?> readable = readable(type);
      if (readable == null) {
        return new Kind(type, null);
      }
      // By the public interface: the class is not.
      Method get = readable.getMethod("getKind");
      return new Kind(
          type,
          MethodHandles.publicLookup()
              .unreflect(get)
              .asType(methodType(Object.class, Object.class)));
    }

    private static Class<?> readable(Class<?> type) {
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        for (Class<?> direct : each.getInterfaces()) {
          Class<?> found = direct.getSimpleName().equals(READABLE) ? direct : readable(direct);
          if (found != null) {
            return found;
          }
        }
      }
      return null;
    }
  }
}
