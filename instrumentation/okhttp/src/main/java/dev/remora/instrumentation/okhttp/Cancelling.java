package dev.remora.instrumentation.okhttp;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Call;

/** Whether a call has been given up, and by whom. */
public abstract class Cancelling {
  /** Call time-outs that are over. OkHttp itself forgets why it has cancelled a call. */
  private static final Set<Object> OVER =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<Object, Boolean>()));

  /** A call's time-out is over. */
  public static void timedOut(Object timeout) {
    OVER.add(timeout);
  }

  /** Of a call. */
  public static Cancelling of(Call call) {
    return new OfCall(call);
  }

  /** Of OkHttp 3.4 to 3.8, where the interceptor that has the loop is what can be cancelled. */
  static Cancelling ofInterceptor(Object interceptor) {
    return new OfInterceptor(interceptor);
  }

  /** Whether the call was given up, be it by its time-out. */
  abstract boolean isCancelled();

  /** Whether it was given up by its time-out. */
  abstract boolean isTimedOut();

  private static final class OfCall extends Cancelling {
    private final Call call;

    OfCall(Call call) {
      this.call = call;
    }

    @Override
    boolean isCancelled() {
      return call.isCanceled();
    }

    @Override
    boolean isTimedOut() {
      return call.isCanceled() && OVER.contains(Versions.timeout(call));
    }
  }

  private static final class OfInterceptor extends Cancelling {
    private final Object interceptor;

    OfInterceptor(Object interceptor) {
      this.interceptor = interceptor;
    }

    @Override
    boolean isCancelled() {
      try {
        return (Boolean) interceptor.getClass().getMethod("isCanceled").invoke(interceptor);
      } catch (ReflectiveOperationException e) {
        return false;
      }
    }

    @Override
    boolean isTimedOut() {
      return false;
    }
  }
}
