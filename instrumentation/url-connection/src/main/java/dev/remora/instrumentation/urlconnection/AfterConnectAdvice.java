package dev.remora.instrumentation.urlconnection;

import java.net.MalformedURLException;
import java.net.URL;
import net.bytebuddy.asm.Advice;

/**
 * Lets the TLS handshake, the certificate check and the application's HostnameVerifier see the
 * logical host; the endpoint's URL returns afterwards, since it is the key under which the
 * connection is kept.
 */
final class AfterConnectAdvice {
  private AfterConnectAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static URL enter(
      @Advice.FieldValue(value = "url", readOnly = false) URL url,
      @Advice.FieldValue(value = "host", readOnly = false) String host)
      throws MalformedURLException {
    String logicalHost = EndpointUrl.logicalHost(url);
    if (logicalHost == null) {
      return null;
    }
    URL endpoint = url;
    url = EndpointUrl.logical(url, logicalHost);
    host = logicalHost;
    return endpoint;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter URL endpoint,
      @Advice.FieldValue(value = "url", readOnly = false) URL url,
      @Advice.FieldValue(value = "host", readOnly = false) String host) {
    if (endpoint != null) {
      url = endpoint;
      host = endpoint.getHost();
    }
  }
}
