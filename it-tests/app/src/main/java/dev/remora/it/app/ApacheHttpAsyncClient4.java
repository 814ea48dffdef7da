package dev.remora.it.app;

import java.io.ByteArrayOutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.client.utils.URIUtils;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ssl.SSLContexts;
import org.apache.http.conn.ssl.X509HostnameVerifier;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.impl.nio.reactor.DefaultConnectingIOReactor;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.client.methods.AsyncByteConsumer;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.nio.conn.NoopIOSessionStrategy;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.VersionInfo;

/** Apache HttpAsyncClient 4. */
final class ApacheHttpAsyncClient4 implements Driver.Client {
  private final Options options;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CloseableHttpAsyncClient client;

  ApacheHttpAsyncClient4(Options options) throws Exception {
    if (options.socks) {
      throw new Unsupported("the client knows no SOCKS proxies");
    }
    this.options = options;
    this.client = options.variant.endsWith("minimal") ? minimal() : full();
    client.start();
  }

  private SchemeIOSessionStrategy secure() throws Exception {
    if (options.trustStore == null && !options.lenientVerifier) {
      return SSLIOSessionStrategy.getDefaultStrategy();
    }
    X509HostnameVerifier verifier =
        options.lenientVerifier
            ? ApacheHttpClient4Driver.lenient(events)
            : SSLIOSessionStrategy.BROWSER_COMPATIBLE_HOSTNAME_VERIFIER;
    return new SSLIOSessionStrategy(
        options.trustStore == null ? SSLContexts.createDefault() : options.sslContext(),
        protocols(),
        null,
        verifier);
  }

  /** Before 4.4.10, HttpCore NIO now and then waits for ever in a handshake of TLS 1.3. */
  private static String[] protocols() {
    String core = VersionInfo.loadVersionInfo("org.apache.http.nio", null).getRelease();
    return core.matches("4\\.4\\.1\\d") ? null : new String[] {"TLSv1.2"};
  }

  private CloseableHttpAsyncClient minimal() throws Exception {
    Registry<SchemeIOSessionStrategy> schemes =
        RegistryBuilder.<SchemeIOSessionStrategy>create()
            .register("http", NoopIOSessionStrategy.INSTANCE)
            .register("https", secure())
            .build();
    return HttpAsyncClients.createMinimal(
        new PoolingNHttpClientConnectionManager(new DefaultConnectingIOReactor(), schemes));
  }

  private CloseableHttpAsyncClient full() throws Exception {
    HttpAsyncClientBuilder builder = HttpAsyncClients.custom().setSSLStrategy(secure());
    if (options.proxy != null) {
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
    if (request.abandon) {
      throw new Unsupported("an asynchronous response is handed over whole");
    }
    HttpRequestBase call = ApacheHttpClient4Driver.call(request);
    call.setConfig(ApacheHttpClient4Driver.config(options, request));
    HttpClientContext context = HttpClientContext.create();
    // The minimal client tells failures to the consumer alone, and leaves its future open.
    CompletableFuture<Reply> told = new CompletableFuture<>();
    Future<Reply> future =
        client.execute(
            producer(call),
            new Answer(request, context, told),
            context,
            new Completion(told, events));
    Reply reply;
    if (options.callTimeoutMs > 0) {
      try {
        reply = told.get(options.callTimeoutMs, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        future.cancel(true);
        throw e;
      }
    } else {
      reply = told.get();
    }
    reply.events.add("asked " + ApacheHttpClient4Driver.text(call));
    reply.events.addAll(events);
    return reply;
  }

  /** The minimal client sends a URI as it is, so that it is given a host and the rest. */
  private HttpAsyncRequestProducer producer(HttpRequestBase call) throws URISyntaxException {
    if (!options.variant.endsWith("minimal")) {
      return HttpAsyncMethods.create(call);
    }
    HttpHost host = URIUtils.extractHost(call.getURI());
    call.setURI(URIUtils.rewriteURI(call.getURI(), null, true));
    return HttpAsyncMethods.create(host, call);
  }

  @Override
  public void close() throws Exception {
    client.close();
  }

  /** Tells of being called a second time, which must not be. */
  private static final class Completion implements FutureCallback<Reply> {
    private final CompletableFuture<Reply> told;
    private final List<String> events;
    private final AtomicBoolean called = new AtomicBoolean();

    Completion(CompletableFuture<Reply> told, List<String> events) {
      this.told = told;
      this.events = events;
    }

    @Override
    public void completed(Reply reply) {
      once();
      told.complete(reply);
    }

    @Override
    public void failed(Exception e) {
      once();
      told.completeExceptionally(e);
    }

    @Override
    public void cancelled() {
      once();
      told.cancel(false);
    }

    private void once() {
      if (called.getAndSet(true)) {
        events.add("called back again");
      }
    }
  }

  /** Takes a response as it comes in. */
  private static final class Answer extends AsyncByteConsumer<Reply> {
    private final Request request;
    private final HttpClientContext context;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Reply> told;
    private Reply reply;
    private long first;

    Answer(Request request, HttpClientContext context, CompletableFuture<Reply> told) {
      this.request = request;
      this.context = context;
      this.told = told;
    }

    @Override
    protected void onResponseReceived(HttpResponse response) {
      reply = ApacheHttpClient4Driver.reply(response, request, context);
    }

    @Override
    protected void onByteReceived(ByteBuffer data, IOControl control) {
      if (first == 0) {
        first = System.nanoTime();
      }
      while (data.hasRemaining()) {
        body.write(data.get());
      }
    }

    @Override
    protected Reply buildResult(HttpContext ignored) {
      reply.body(body.toByteArray());
      if (first != 0) {
        reply.streamedMs = (System.nanoTime() - first) / 1_000_000;
      }
      return reply;
    }

    @Override
    protected void releaseResources() {
      super.releaseResources();
      if (getException() != null) {
        told.completeExceptionally(getException());
      }
    }
  }
}
