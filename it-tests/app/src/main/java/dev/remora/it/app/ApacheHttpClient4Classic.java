package dev.remora.it.app;

import java.net.InetAddress;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpEntity;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLContexts;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/** The blocking client of Apache HttpClient 4, as it is from 4.3 on. */
final class ApacheHttpClient4Classic implements Driver.Client {
  private final Options options;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CloseableHttpClient client;

  ApacheHttpClient4Classic(Options options) throws Exception {
    this.options = options;
    this.client =
        options.variant.equals("minimal") ? HttpClients.createMinimal(connections()) : full();
  }

  private PoolingHttpClientConnectionManager connections() throws Exception {
    ConnectionSocketFactory plain = PlainConnectionSocketFactory.getSocketFactory();
    ConnectionSocketFactory secure = secure();
    DnsResolver resolver = null;
    if (options.socks) {
      Proxy proxy = options.proxy();
      plain = new ApacheHttpClient4Socks.Plain(proxy);
      secure = new ApacheHttpClient4Socks.Secure(proxy, options.sslContext());
      // The proxy resolves names.
      InetAddress any = InetAddress.getByAddress(new byte[] {1, 1, 1, 1});
      resolver = host -> new InetAddress[] {any};
    }
    return new PoolingHttpClientConnectionManager(
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("http", plain)
            .register("https", secure)
            .build(),
        null,
        resolver);
  }

  private ConnectionSocketFactory secure() throws Exception {
    if (options.trustStore == null && !options.lenientVerifier) {
      return SSLConnectionSocketFactory.getSocketFactory();
    }
    SSLContext ssl =
        options.trustStore == null ? SSLContexts.createDefault() : options.sslContext();
    return options.lenientVerifier
        ? new SSLConnectionSocketFactory(ssl, ApacheHttpClient4Driver.lenient(events))
        : new SSLConnectionSocketFactory(ssl);
  }

  private CloseableHttpClient full() throws Exception {
    HttpClientBuilder builder = HttpClients.custom().setConnectionManager(connections());
    if (options.proxy != null && !options.socks) {
      builder.setProxy(ApacheHttpClient4Driver.proxy(options));
    }
    if (options.jvmProxy != null) {
      builder.useSystemProperties();
    }
    if (options.credentials != null) {
      builder
          .setDefaultCredentialsProvider(ApacheHttpClient4Driver.credentials(options))
          .setTargetAuthenticationStrategy(new ApacheHttpClient4Events(events).challenges());
    }
    if (options.listeners) {
      ApacheHttpClient4Events listener = new ApacheHttpClient4Events(events);
      builder
          .addInterceptorFirst(listener.request("first"))
          .addInterceptorLast(listener.request("last"))
          .addInterceptorFirst(listener.response("first"))
          .addInterceptorLast(listener.response("last"));
    }
    return builder.build();
  }

  @Override
  public Reply send(Request request) throws Exception {
    HttpRequestBase call = ApacheHttpClient4Driver.call(request);
    call.setConfig(ApacheHttpClient4Driver.config(options, request));
    HttpClientContext context = HttpClientContext.create();
    try (CloseableHttpResponse response = client.execute(call, context)) {
      Reply reply = ApacheHttpClient4Driver.reply(response, request, context);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        reply.body(entity.getContent(), request.abandon);
      }
      reply.events.add("asked " + ApacheHttpClient4Driver.text(call));
      reply.events.addAll(events);
      return reply;
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
  }
}
