package dev.remora.instrumentation.okhttp;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import net.bytebuddy.asm.Advice;

/** Limits the time for connecting to an endpoint. */
final class ConnectSocketAdvice {
  private ConnectSocketAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(1) InetSocketAddress address,
      @Advice.Argument(value = 2, readOnly = false) int timeout) {
    timeout = RoutedRequest.connectTimeoutMillis(address, timeout);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Argument(0) Socket socket, @Advice.Argument(1) InetSocketAddress address)
      throws SocketException {
    RoutedRequest.connected(address, socket);
  }
}
