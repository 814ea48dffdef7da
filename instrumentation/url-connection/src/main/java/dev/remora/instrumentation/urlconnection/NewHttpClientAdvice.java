package dev.remora.instrumentation.urlconnection;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/** Hands the endpoint's URL to the inner client, as often as the service's settings allow. */
final class NewHttpClientAdvice {
  private NewHttpClientAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static IOException enter(
      @Advice.This HttpURLConnection connection,
      @Advice.Argument(value = 0, readOnly = false) URL url,
      @Advice.Argument(1) Proxy proxy,
      @Advice.Local("placed") RoutedConnection placed)
      throws MalformedURLException {
    placed = EndpointUrl.place(connection, url, proxy);
    if (placed == null) {
      return null;
    }
    url = EndpointUrl.of(placed, url);
    return placed.rejection();
  }

  /** The arguments are not backed up, so that the next round has the URL that is set here. */
  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      backupArguments = false,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Enter IOException rejected,
      @Advice.Local("placed") RoutedConnection placed,
      @Advice.Argument(value = 0, readOnly = false) URL url,
      @Advice.Thrown(readOnly = false) Throwable thrown)
      throws MalformedURLException {
    if (placed == null) {
      return false;
    }
    if (rejected != null) {
      thrown = rejected;
    } else if (thrown != null && placed.retry(thrown)) {
      url = EndpointUrl.again(placed, url);
      return true;
    }
    placed.exit();
    return false;
  }
}
