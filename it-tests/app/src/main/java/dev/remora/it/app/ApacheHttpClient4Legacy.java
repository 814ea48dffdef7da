package dev.remora.it.app;

import java.net.ProxySelector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.ssl.SSLContexts;
import org.apache.http.conn.ssl.X509HostnameVerifier;

/** The blocking client of Apache HttpClient 4 as it was before 4.3, deprecated since. */
// The deprecated is named in full: an import cannot be annotated.
@SuppressWarnings("deprecation")
final class ApacheHttpClient4Legacy implements Driver.Client {
  private final Options options;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final org.apache.http.impl.client.DefaultHttpClient client;

  ApacheHttpClient4Legacy(Options options) throws Exception {
    if (options.socks) {
      throw new Unsupported("the client knows no SOCKS proxies");
    }
    this.options = options;
    org.apache.http.conn.scheme.SchemeRegistry schemes =
        new org.apache.http.conn.scheme.SchemeRegistry();
    schemes.register(
        new org.apache.http.conn.scheme.Scheme(
            "http", 80, org.apache.http.conn.scheme.PlainSocketFactory.getSocketFactory()));
    schemes.register(new org.apache.http.conn.scheme.Scheme("https", 443, secure()));
    this.client =
        new org.apache.http.impl.client.DefaultHttpClient(
            new org.apache.http.impl.conn.PoolingClientConnectionManager(schemes));
    if (options.connectTimeoutMs > 0) {
      org.apache.http.params.HttpConnectionParams.setConnectionTimeout(
          client.getParams(), options.connectTimeoutMs);
    }
    if (options.readTimeoutMs > 0) {
      org.apache.http.params.HttpConnectionParams.setSoTimeout(
          client.getParams(), options.readTimeoutMs);
    }
    org.apache.http.client.params.HttpClientParams.setRedirecting(
        client.getParams(), options.followRedirects);
    if (options.proxy != null) {
      client
          .getParams()
          .setParameter(
              org.apache.http.conn.params.ConnRoutePNames.DEFAULT_PROXY,
              ApacheHttpClient4Driver.proxy(options));
    }
    if (options.jvmProxy != null) {
      client.setRoutePlanner(
          new org.apache.http.impl.conn.ProxySelectorRoutePlanner(
              schemes, ProxySelector.getDefault()));
    }
    if (options.credentials != null) {
      client.setCredentialsProvider(ApacheHttpClient4Driver.credentials(options));
      client.setTargetAuthenticationStrategy(new ApacheHttpClient4Events(events).challenges());
    }
    if (options.listeners) {
      ApacheHttpClient4Events listener = new ApacheHttpClient4Events(events);
      client.addRequestInterceptor(listener.request("last"));
      client.addResponseInterceptor(listener.response("last"));
    }
  }

  private org.apache.http.conn.ssl.SSLSocketFactory secure() throws Exception {
    if (options.trustStore == null && !options.lenientVerifier) {
      return org.apache.http.conn.ssl.SSLSocketFactory.getSocketFactory();
    }
    X509HostnameVerifier verifier =
        options.lenientVerifier
            ? ApacheHttpClient4Driver.lenient(events)
            : org.apache.http.conn.ssl.SSLSocketFactory.BROWSER_COMPATIBLE_HOSTNAME_VERIFIER;
    return new org.apache.http.conn.ssl.SSLSocketFactory(
        options.trustStore == null ? SSLContexts.createDefault() : options.sslContext(), verifier);
  }

  @Override
  public Reply send(Request request) throws Exception {
    HttpRequestBase call = ApacheHttpClient4Driver.call(request);
    if (request.expectContinue) {
      org.apache.http.params.HttpProtocolParams.setUseExpectContinue(call.getParams(), true);
    }
    HttpClientContext context = HttpClientContext.create();
    HttpResponse response = client.execute(call, context);
    try {
      Reply reply = ApacheHttpClient4Driver.reply(response, request, context);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        reply.body(entity.getContent(), request.abandon);
      }
      reply.events.add("asked " + ApacheHttpClient4Driver.text(call));
      reply.events.addAll(events);
      return reply;
    } finally {
      call.releaseConnection();
    }
  }

  @Override
  public void close() {
    client.getConnectionManager().shutdown();
  }
}
