package dev.remora.it.app;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactoryBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/** The blocking client of Apache HttpClient 5. */
final class ApacheHttpClient5Classic implements Driver.Client {
  private final Options options;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CloseableHttpClient client;

  ApacheHttpClient5Classic(Options options) throws Exception {
    if (options.callTimeoutMs > 0) {
      throw new Unsupported("the blocking client has no time-out for a whole call");
    }
    this.options = options;
    this.client =
        options.variant.equals("minimal") ? HttpClients.createMinimal(connections()) : full();
  }

  private HttpClientConnectionManager connections() throws Exception {
    SSLConnectionSocketFactoryBuilder tls = SSLConnectionSocketFactoryBuilder.create();
    if (options.trustStore != null) {
      tls.setSslContext(options.sslContext());
    }
    if (options.lenientVerifier) {
      tls.setHostnameVerifier(ApacheHttpClient5Driver.lenient(events));
    }
    SocketConfig.Builder sockets = SocketConfig.custom();
    if (options.socks) {
      sockets.setSocksProxyAddress(options.proxy().address());
    }
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setSSLSocketFactory(tls.build())
        .setDefaultSocketConfig(sockets.build())
        .build();
  }

  private CloseableHttpClient full() throws Exception {
    HttpClientBuilder builder = HttpClients.custom().setConnectionManager(connections());
    if (!options.followRedirects) {
      builder.disableRedirectHandling();
    }
    if (options.proxy != null && !options.socks) {
      builder.setProxy(ApacheHttpClient5Driver.proxy(options));
    }
    if (options.credentials != null) {
      builder.setDefaultCredentialsProvider(ApacheHttpClient5Driver.credentials(options, events));
    }
    if (options.listeners) {
      builder
          .addRequestInterceptorFirst(
              (request, entity, context) ->
                  events.add("first " + ApacheHttpClient5Driver.text(request)))
          .addRequestInterceptorLast(
              (request, entity, context) ->
                  events.add(
                      "last "
                          + ApacheHttpClient5Driver.text(request)
                          + " "
                          + request.getAuthority()
                          + " "
                          + ((HttpClientContext) context).getHttpRoute()))
          .addResponseInterceptorLast(
              (response, entity, context) ->
                  events.add(
                      "response "
                          + response.getCode()
                          + " to "
                          + ApacheHttpClient5Driver.text(
                              ((HttpClientContext) context).getRequest())))
          .addExecInterceptorAfter(
              "CONNECT",
              "connected",
              (request, scope, chain) -> {
                events.add("connected " + scope.route);
                return chain.proceed(request, scope);
              });
      outermost(builder);
    }
    return builder.build();
  }

  private void outermost(HttpClientBuilder builder) {
    try {
      builder.addExecInterceptorFirst(
          "outermost",
          (request, scope, chain) -> {
            events.add("outermost " + scope.route);
            return chain.proceed(request, scope);
          });
    } catch (NullPointerException e) {
      // 5.0 forgot to make its list of them: there is nothing to compare then.
      events.add("no exec interceptor");
    }
  }

  @Override
  public Reply send(Request request) throws Exception {
    HttpUriRequestBase call = new HttpUriRequestBase(request.method, URI.create(request.url));
    RequestConfig config = ApacheHttpClient5Driver.config(options, request);
    call.setConfig(config);
    for (Header header : request.headers) {
      call.addHeader(header.name, header.value);
    }
    if (request.body != null) {
      call.setEntity(entity(request.body));
    }
    request.whenCancelled(call::cancel);
    HttpClientContext context = HttpClientContext.create();
    // Closing the response instead of a handler: the older of the two ways.
    try (CloseableHttpResponse response = client.execute(call, context)) {
      Reply reply = ApacheHttpClient5Driver.reply(response, request, context);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        reply.body(entity.getContent(), request.abandon);
        if (entity.getTrailers() != null && entity.getTrailers().get() != null) {
          entity
              .getTrailers()
              .get()
              .forEach(field -> reply.trailers.add(new Header(field.getName(), field.getValue())));
        }
      }
      reply.events.add("asked " + ApacheHttpClient5Driver.text(call));
      reply.events.addAll(events);
      return reply;
    }
  }

  private static HttpEntity entity(Body body) {
    ContentType type = ContentType.parse(body.contentType);
    switch (body.kind) {
      case BYTES:
        return new ByteArrayEntity(body.bytes(), type);
      case STREAM:
        return new InputStreamEntity(body.stream(), body.length(), type);
      default:
        return new InputStreamEntity(body.stream(), -1, type);
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
  }
}
