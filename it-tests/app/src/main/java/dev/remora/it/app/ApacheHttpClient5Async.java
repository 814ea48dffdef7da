package dev.remora.it.app;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.H2AsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.IOReactorConfig;

/** The asynchronous clients of Apache HttpClient 5. */
final class ApacheHttpClient5Async implements Driver.Client {
  private final Options options;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CloseableHttpAsyncClient client;

  ApacheHttpClient5Async(Options options) throws Exception {
    this.options = options;
    this.client = client();
    client.start();
  }

  private CloseableHttpAsyncClient client() throws Exception {
    switch (options.variant) {
      case "h2":
        return http2();
      case "h2-minimal":
        return HttpAsyncClients.createHttp2Minimal(
            H2Config.DEFAULT, IOReactorConfig.DEFAULT, tls());
      case "async-minimal":
        return HttpAsyncClients.createMinimal(connections());
      default:
        return full();
    }
  }

  private TlsStrategy tls() throws Exception {
    ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create();
    if (options.trustStore != null) {
      tls.setSslContext(options.sslContext());
    }
    if (options.lenientVerifier) {
      tls.setHostnameVerifier(ApacheHttpClient5Driver.lenient(events));
      verifyOnlySo(tls);
    }
    return tls.build();
  }

  /** From 5.4 on the JDK verifies too, unless told not to. */
  private static void verifyOnlySo(ClientTlsStrategyBuilder tls)
      throws ReflectiveOperationException {
    for (Method method : ClientTlsStrategyBuilder.class.getMethods()) {
      if (method.getName().equals("setHostVerificationPolicy")) {
        method.invoke(tls, method.getParameterTypes()[0].getField("CLIENT").get(null));
      }
    }
  }

  private AsyncClientConnectionManager connections() throws Exception {
    return PoolingAsyncClientConnectionManagerBuilder.create().setTlsStrategy(tls()).build();
  }

  private CloseableHttpAsyncClient full() throws Exception {
    HttpAsyncClientBuilder builder = HttpAsyncClients.custom().setConnectionManager(connections());
    if (!options.followRedirects) {
      builder.disableRedirectHandling();
    }
    if (options.socks) {
      builder.setIOReactorConfig(
          IOReactorConfig.custom().setSocksProxyAddress(options.proxy().address()).build());
    } else if (options.proxy != null) {
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
              (request, producer, scope, chain, callback) -> {
                events.add("connected " + scope.route);
                chain.proceed(request, producer, scope, callback);
              });
      outermost(handler -> builder.addExecInterceptorFirst("outermost", handler));
    }
    return builder.build();
  }

  private CloseableHttpAsyncClient http2() throws Exception {
    if (options.proxy != null) {
      throw new Unsupported("the client that speaks HTTP/2 alone knows no proxy");
    }
    H2AsyncClientBuilder builder = HttpAsyncClients.customHttp2().setTlsStrategy(tls());
    if (!options.followRedirects) {
      builder.disableRedirectHandling();
    }
    if (options.credentials != null) {
      builder.setDefaultCredentialsProvider(ApacheHttpClient5Driver.credentials(options, events));
    }
    if (options.listeners) {
      builder
          .addRequestInterceptorFirst(
              (request, entity, context) ->
                  events.add("first " + ApacheHttpClient5Driver.text(request)))
          .addResponseInterceptorLast(
              (response, entity, context) ->
                  events.add(
                      "response "
                          + response.getCode()
                          + " to "
                          + ApacheHttpClient5Driver.text(
                              ((HttpClientContext) context).getRequest())));
      outermost(handler -> builder.addExecInterceptorFirst("outermost", handler));
    }
    return builder.build();
  }

  private void outermost(Consumer<AsyncExecChainHandler> adder) {
    try {
      adder.accept(
          (request, producer, scope, chain, callback) -> {
            events.add("outermost " + scope.route);
            chain.proceed(request, producer, scope, callback);
          });
    } catch (NullPointerException e) {
      // 5.0 forgot to make its list of them: there is nothing to compare then.
      events.add("no exec interceptor");
    }
  }

  @Override
  public Reply send(Request request) throws Exception {
    if (request.abandon) {
      throw new Unsupported("an asynchronous response is handed over whole");
    }
    HttpRequest head = new BasicHttpRequest(request.method, uri(request.url));
    for (Header header : request.headers) {
      head.addHeader(header.name, header.value);
    }
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(ApacheHttpClient5Driver.config(options, request));
    Future<Reply> future =
        client.execute(
            new BasicRequestProducer(
                head, request.body == null ? null : ApacheHttpClient5Body.of(request.body)),
            new ApacheHttpClient5Response(request, context),
            context,
            null);
    request.whenCancelled(() -> future.cancel(true));
    Reply reply;
    if (options.callTimeoutMs > 0) {
      try {
        reply = future.get(options.callTimeoutMs, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        future.cancel(true);
        throw e;
      }
    } else {
      reply = future.get();
    }
    reply.events.add("asked " + ApacheHttpClient5Driver.text(head));
    reply.events.addAll(events);
    return reply;
  }

  /** From 5.4 on the small HTTP/2 client does not know a scheme's port: it must be written. */
  private URI uri(String url) {
    URI uri = URI.create(url);
    if (!options.variant.equals("h2-minimal") || uri.getHost() == null || uri.getPort() >= 0) {
      return uri;
    }
    String authority = uri.getRawAuthority();
    int port = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return URI.create(url.replaceFirst(Pattern.quote(authority), authority + ":" + port));
  }

  @Override
  public void close() throws Exception {
    client.close();
  }
}
