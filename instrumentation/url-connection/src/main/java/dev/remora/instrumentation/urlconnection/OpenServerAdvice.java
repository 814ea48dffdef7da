package dev.remora.instrumentation.urlconnection;

import dev.remora.bootstrap.Call;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Opens the socket to the next endpoint when one cannot be connected, since nothing has been sent
 * yet, and to another one when the inner client tries again after a kept connection has failed.
 */
final class OpenServerAdvice {
  private OpenServerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue(value = "url", readOnly = false) URL url,
      @Advice.FieldValue(value = "host", readOnly = false) String host,
      @Advice.FieldValue(value = "port", readOnly = false) int port,
      @Advice.FieldValue(value = "connectTimeout", readOnly = false) int connectTimeout,
      @Advice.FieldValue("defaultConnectTimeout") int defaultConnectTimeout,
      @Advice.Local("call") Call call,
      @Advice.Local("own") int own)
      throws MalformedURLException {
    own = connectTimeout;
    call = EndpointUrl.callOf(url);
    if (call != null) {
      URL moved = EndpointUrl.moved(call, url);
      if (moved != null) {
        url = moved;
        host = moved.getHost();
        port = moved.getPort();
      }
      connectTimeout = ConnectTimeouts.shorten(call, own, defaultConnectTimeout);
    }
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Thrown Throwable thrown,
      @Advice.FieldValue(value = "url", readOnly = false) URL url,
      @Advice.FieldValue(value = "host", readOnly = false) String host,
      @Advice.FieldValue(value = "port", readOnly = false) int port,
      @Advice.FieldValue(value = "connectTimeout", readOnly = false) int connectTimeout,
      @Advice.FieldValue("defaultConnectTimeout") int defaultConnectTimeout,
      @Advice.FieldValue("serverSocket") Socket socket,
      @Advice.Local("call") Call call,
      @Advice.Local("own") int own)
      throws MalformedURLException {
    if (call == null) {
      return false;
    }
    URL next = thrown == null ? null : EndpointUrl.next(call, url, thrown);
    if (next == null) {
      connectTimeout = own;
      if (thrown == null) {
        Heads.opened(socket);
      }
      return false;
    }
    url = next;
    host = next.getHost();
    port = next.getPort();
    connectTimeout = ConnectTimeouts.shorten(call, own, defaultConnectTimeout);
    return true;
  }
}
