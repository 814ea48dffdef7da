package dev.remora.instrumentation.urlconnection;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * As {@link NewHttpClientAdvice}, where the client by itself makes another connection because it
 * could not write to the one it had.
 */
final class SetNewClientAdvice {
  private SetNewClientAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static IOException enter(
      @Advice.This HttpURLConnection connection,
      @Advice.Argument(value = 0, readOnly = false) URL url,
      @Advice.Local("placed") RoutedConnection placed)
      throws MalformedURLException {
    placed = EndpointUrl.place(connection, url, null);
    if (placed == null) {
      return null;
    }
    url = EndpointUrl.of(placed, url);
    return placed.rejection();
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter IOException rejected,
      @Advice.Local("placed") RoutedConnection placed,
      @Advice.Thrown(readOnly = false) Throwable thrown) {
    if (placed != null) {
      placed.exit();
      if (rejected != null) {
        thrown = rejected;
      }
    }
  }
}
