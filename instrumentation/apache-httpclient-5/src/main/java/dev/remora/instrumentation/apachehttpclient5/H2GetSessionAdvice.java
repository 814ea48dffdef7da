package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * Asks for a connection to an endpoint. The pool is HttpCore's; requests of the client are known by
 * its callback, all others pass.
 */
final class H2GetSessionAdvice {
  private H2GetSessionAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = H2Rejection.class)
  static H2Session enter(
      @Advice.This Object pool,
      @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object key,
      @Advice.Argument(value = 1, readOnly = false) Timeout timeout,
      @Advice.Argument(value = 2, readOnly = false) FutureCallback<IOSession> callback) {
    if (callback == null
        || !callback.getClass().getName().startsWith("org.apache.hc.client5.http.impl.async.")) {
      return null;
    }
    H2Session session = H2Session.place(pool, key, timeout, callback);
    if (session != null) {
      key = session.key();
      timeout = session.timeout();
      callback = session;
    }
    return session;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.Enter H2Session session, @Advice.Return(readOnly = false) Future<IOSession> future) {
    if (session != null) {
      future = session.future(future);
    }
  }
}
