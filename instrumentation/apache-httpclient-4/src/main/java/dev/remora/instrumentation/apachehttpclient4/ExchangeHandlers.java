package dev.remora.instrumentation.apachehttpclient4;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;

/** What the asynchronous client's exchange handlers keep to themselves. */
final class ExchangeHandlers {
  /** Carries out several requests in one exchange, whose ends are not told apart. */
  private static final String PIPELINING =
      "org.apache.http.impl.nio.client.PipeliningClientExchangeHandlerImpl";

  private static final ClassValue<Method> REQUEST_CONNECTION =
      new ClassValue<Method>() {
        @Override
        protected Method computeValue(Class<?> type) {
          for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            try {
              return accessible(c.getDeclaredMethod("requestConnection"));
            } catch (NoSuchMethodException e) {
              // One of its super types may have it.
            }
          }
          throw new IllegalStateException(type + " asks for no connection");
        }
      };

  private static final ClassValue<Field> REQUEST_PRODUCER =
      new ClassValue<Field>() {
        @Override
        protected Field computeValue(Class<?> type) {
          try {
            return accessible(type.getDeclaredField("requestProducer"));
          } catch (NoSuchFieldException e) {
            throw new IllegalStateException(type + " has no request", e);
          }
        }
      };

  private ExchangeHandlers() {}

  private static <A extends AccessibleObject> A accessible(A member) {
    member.setAccessible(true);
    return member;
  }

  static boolean isPipelining(Object handler) {
    return handler.getClass().getName().equals(PIPELINING);
  }

  /** What produces the application's request. */
  static HttpAsyncRequestProducer requestProducer(Object handler) {
    try {
      return (HttpAsyncRequestProducer) REQUEST_PRODUCER.get(handler.getClass()).get(handler);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the handler ask for a connection anew, to send its request over that. */
  static void requestConnection(Object handler) {
    try {
      REQUEST_CONNECTION.get(handler.getClass()).invoke(handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
