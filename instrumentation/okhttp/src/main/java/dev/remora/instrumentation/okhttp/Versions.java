package dev.remora.instrumentation.okhttp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.RequestBody;
import okio.Timeout;

/** Methods of OkHttp's API that older versions lack. */
final class Versions {
  /** From OkHttp 3.9 on. */
  private static final MethodHandle CALL = find(Interceptor.Chain.class, "call", Call.class);

  /** From OkHttp 3.9 on. */
  private static final MethodHandle READ_TIMEOUT =
      find(Interceptor.Chain.class, "readTimeoutMillis", int.class);

  /** From OkHttp 3.12 on. */
  private static final MethodHandle TIMEOUT = find(Call.class, "timeout", Timeout.class);

  /** From OkHttp 3.14 on. */
  private static final MethodHandle IS_ONE_SHOT =
      find(RequestBody.class, "isOneShot", boolean.class);

  /** From OkHttp 3.14 on. */
  private static final MethodHandle IS_DUPLEX = find(RequestBody.class, "isDuplex", boolean.class);

  private Versions() {}

  private static MethodHandle find(Class<?> type, String name, Class<?> returned) {
    try {
      return MethodHandles.publicLookup().findVirtual(type, name, MethodType.methodType(returned));
    } catch (ReflectiveOperationException older) {
      return null;
    }
  }

  /** The call of a chain; null where chains don't tell. */
  static Call call(Interceptor.Chain chain) throws Throwable {
    return CALL == null ? null : (Call) CALL.invokeExact(chain);
  }

  /** The time-out for reading, in milliseconds; -1 where chains don't tell. */
  static int readTimeoutMillis(Interceptor.Chain chain) throws Throwable {
    return READ_TIMEOUT == null ? -1 : (int) READ_TIMEOUT.invokeExact(chain);
  }

  /** The timer of a call as a whole; null where there is none. */
  static Object timeout(Call call) {
    try {
      return TIMEOUT == null ? null : (Timeout) TIMEOUT.invokeExact(call);
    } catch (Throwable e) {
      return null;
    }
  }

  /** Whether bodies say whether they can be written twice. */
  static boolean bodiesTell() {
    return IS_ONE_SHOT != null && IS_DUPLEX != null;
  }

  /** What a body says of that. */
  static boolean isRepeatable(RequestBody body) throws Throwable {
    return !(boolean) IS_ONE_SHOT.invokeExact(body) && !(boolean) IS_DUPLEX.invokeExact(body);
  }
}
