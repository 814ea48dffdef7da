package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Door;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The time-out among the arguments of a connection operator's {@code connect}. Its place differs
 * from version to version, and its value is that of {@code RequestConfig} or {@code
 * ConnectionConfig}, whichever the client went by.
 */
public final class ConnectTimeouts {
  private ConnectTimeouts() {}

  /**
   * The arguments with the time-out shortened.
   *
   * @param signature the types of the parameters, as {@code (java.lang.String,int)}
   * @return null: it is not to be shortened
   */
  public static Object[] shorten(String signature, Object[] arguments) {
    int index = index(signature);
    if (index < 0 || index >= arguments.length) {
      return null;
    }
    TimeValue own = (TimeValue) arguments[index];
    long millis = own == null ? 0 : Math.max(0, own.toMilliseconds());
    long shorter = AsyncRequest.connectTimeoutMillis(RoutedRequest.connectTimeoutMillis(millis));
    if (shorter == millis || shorter <= 0) {
      return null;
    }
    Object[] shortened = arguments.clone();
    shortened[index] = Timeout.ofMilliseconds(shorter);
    return shortened;
  }

  /** As {@link #shorten(String, Object[])}, for a request that is known. */
  static Timeout shorten(Timeout own, AsyncRequest request) {
    long millis = own == null ? 0 : Math.max(0, own.toMilliseconds());
    long shorter = Door.connectTimeoutMillis(request.call(), millis);
    return shorter == millis || shorter <= 0 ? own : Timeout.ofMilliseconds(shorter);
  }

  /** {@code TimeValue} in the oldest form, its subtype {@code Timeout} in all others. */
  private static int index(String signature) {
    int at = signature.indexOf("org.apache.hc.core5.util.Time");
    int index = at < 0 ? -1 : 0;
    for (int i = 0; i < at; i++) {
      if (signature.charAt(i) == ',') {
        index++;
      }
    }
    return index;
  }
}
