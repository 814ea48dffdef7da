package dev.remora.instrumentation.okhttp;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import net.bytebuddy.asm.Advice;
import okhttp3.Address;

/** Puts the endpoint's port into the socket addresses of a direct route. Before OkHttp 5.5. */
final class ResetSocketAddressesAdvice {
  private ResetSocketAddressesAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue("address") Address address, @Advice.Argument(0) Proxy proxy) {
    EndpointDns.selecting(address, proxy);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue("address") Address address,
      @Advice.FieldValue(value = "inetSocketAddresses", readOnly = false)
          List<InetSocketAddress> sockets) {
    sockets = EndpointDns.ports(address, sockets);
  }
}
