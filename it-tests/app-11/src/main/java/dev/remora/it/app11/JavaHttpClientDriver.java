package dev.remora.it.app11;

import dev.remora.it.app.Body;
import dev.remora.it.app.Driver;
import dev.remora.it.app.Header;
import dev.remora.it.app.Options;
import dev.remora.it.app.Reply;
import dev.remora.it.app.Request;
import dev.remora.it.app.Unsupported;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The JDK's {@link HttpClient}. {@code sync} and the HTTP/2 variants leave the version to the
 * client, which offers HTTP/2 and takes what it gets; {@code async} insists on HTTP/1.1.
 */
public final class JavaHttpClientDriver implements Driver {
  static {
    // As applications do that set Host themselves; heeded from Java 12 on.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  @Override
  public Client open(Options options) throws Exception {
    if (options.listeners) {
      throw new Unsupported("java.net.http has no interceptors or listeners");
    }
    if (options.lenientVerifier) {
      throw new Unsupported("java.net.http takes no host name verifier");
    }
    boolean async = !options.variant.equals("sync");
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (options.variant.equals("async")) {
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    if (options.followRedirects) {
      builder.followRedirects(HttpClient.Redirect.NORMAL);
    }
    if (options.connectTimeoutMs > 0) {
      builder.connectTimeout(Duration.ofMillis(options.connectTimeoutMs));
    }
    if (options.proxy != null) {
      builder.proxy(ProxySelector.of(options.proxyAddress()));
    }
    if (options.trustStore != null) {
      builder.sslContext(options.sslContext());
    }
    if (options.cookies) {
      builder.cookieHandler(new CookieManager());
    }
    if (options.credentials != null) {
      builder.authenticator(options.authenticator());
    }
    if (options.useExecutor) {
      builder.executor(options.executor());
    }
    return new JavaHttpClient(builder.build(), options, async);
  }

  private static final class JavaHttpClient implements Client {
    private final HttpClient client;
    private final Options options;
    private final boolean async;
    private final Queue<CompletableFuture<?>> calls = new ConcurrentLinkedQueue<>();

    JavaHttpClient(HttpClient client, Options options, boolean async) {
      this.client = client;
      this.options = options;
      this.async = async;
    }

    @Override
    public Reply send(Request request) throws Exception {
      if (!async && request.cancelAfterMs > 0) {
        throw new Unsupported("a synchronous call of java.net.http ends only by an interrupt");
      }
      AtomicReference<String> thread = new AtomicReference<>();
      BodyHandler<InputStream> handler =
          head -> {
            thread.set(Thread.currentThread().getName());
            return BodySubscribers.ofInputStream();
          };
      HttpRequest built = build(request);
      HttpResponse<InputStream> response =
          async ? async(built, handler, request) : client.send(built, handler);
      Reply reply = reply(response, request.abandon);
      if (options.useExecutor) {
        reply.thread = thread.get();
      }
      return reply;
    }

    private HttpResponse<InputStream> async(
        HttpRequest built, BodyHandler<InputStream> handler, Request request) throws Exception {
      CompletableFuture<HttpResponse<InputStream>> call = client.sendAsync(built, handler);
      calls.add(call);
      request.whenCancelled(() -> call.cancel(true));
      try {
        return call.get();
      } catch (ExecutionException | CancellationException e) {
        if (e instanceof CancellationException || e.getCause() instanceof CancellationException) {
          // The call is cancelled and so is the future: which comes first, is left to chance.
          throw new CancellationException();
        }
        throw e;
      }
    }

    private HttpRequest build(Request request) {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create(request.url))
              .method(request.method, publisher(request.body))
              .expectContinue(request.expectContinue);
      for (Header header : request.headers) {
        builder.header(header.name, header.value);
      }
      if (request.body != null) {
        builder.header("Content-Type", request.body.contentType);
      }
      // The client has this one, which ends with the answer's head.
      int timeout = Math.max(options.readTimeoutMs, options.callTimeoutMs);
      if (timeout > 0) {
        builder.timeout(Duration.ofMillis(timeout));
      }
      return builder.build();
    }

    private static BodyPublisher publisher(Body body) {
      if (body == null) {
        return BodyPublishers.noBody();
      }
      if (body.kind == Body.Kind.BYTES) {
        return BodyPublishers.ofByteArray(body.bytes());
      }
      InputStream once = body.stream();
      BodyPublisher stream = BodyPublishers.ofInputStream(() -> once);
      return body.kind == Body.Kind.STREAM
          ? BodyPublishers.fromPublisher(stream, body.length())
          : stream;
    }

    private static Reply reply(HttpResponse<InputStream> response, boolean abandon)
        throws Exception {
      Reply reply = new Reply();
      reply.status = response.statusCode();
      response
          .headers()
          .map()
          .forEach((name, values) -> values.forEach(value -> reply.header(name, value)));
      reply.url = response.uri().toString();
      reply.protocol = response.version().toString();
      for (HttpResponse<?> each = response; each != null; ) {
        HttpRequest asked = each.request();
        reply.events.add("request " + asked.uri() + " " + asked.headers().map());
        each = each.previousResponse().orElse(null);
      }
      return reply.body(response.body(), abandon);
    }

    /**
     * Lets calls end whose callers did not wait for them, and ends the client, which Java 21 can.
     */
    @Override
    public void close() throws Exception {
      for (CompletableFuture<?> call : calls) {
        call.handle((response, failure) -> response).get(5, TimeUnit.SECONDS);
      }
      if (client instanceof AutoCloseable) {
        HttpClient.class.getMethod("shutdown").invoke(client);
      }
    }
  }
}
