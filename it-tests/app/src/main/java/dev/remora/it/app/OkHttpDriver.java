package dev.remora.it.app;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp 3, 4 and 5: {@code execute} or, in an {@code async} variant, {@code enqueue}. */
public final class OkHttpDriver implements Driver {
  @Override
  public Client open(Options options) throws Exception {
    boolean async = options.variant.endsWith("async");
    if (options.useExecutor && !async) {
      throw new Unsupported("a synchronous call runs on its caller's thread");
    }
    List<String> events = new CopyOnWriteArrayList<>();
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if (options.connectTimeoutMs > 0) {
      builder.connectTimeout(options.connectTimeoutMs, TimeUnit.MILLISECONDS);
    }
    if (options.readTimeoutMs > 0) {
      builder.readTimeout(options.readTimeoutMs, TimeUnit.MILLISECONDS);
    }
    if (options.callTimeoutMs > 0) {
      call(
          method(builder, "callTimeout", long.class, TimeUnit.class),
          builder,
          (long) options.callTimeoutMs,
          TimeUnit.MILLISECONDS);
    }
    if (options.proxy != null) {
      builder.proxy(options.proxy());
    }
    if (options.cookies) {
      builder.cookieJar(new Jar());
    }
    if (options.cache != null) {
      builder.cache(new Cache(new File(options.cache), 10 << 20));
    }
    if (options.credentials != null) {
      builder.authenticator((route, response) -> answer(options, response, events));
    }
    if (options.useExecutor) {
      builder.dispatcher(new Dispatcher(new OkHttpExecutor((ExecutorService) options.executor())));
    }
    if (options.lenientVerifier) {
      builder.hostnameVerifier(
          (name, session) -> {
            events.add("verify " + name);
            return true;
          });
    }
    if (options.listeners) {
      listen(builder, events);
    }
    builder.followRedirects(options.followRedirects).followSslRedirects(options.followRedirects);
    secure(builder, options);
    if (options.variant.equals("h2-clear")) {
      // From OkHttp 3.11 on.
      builder.protocols(Collections.singletonList(Protocol.valueOf("H2_PRIOR_KNOWLEDGE")));
    }
    return new Calls(builder.build(), events, async, options.useExecutor);
  }

  private static okhttp3.Request answer(Options options, Response challenge, List<String> events) {
    events.add("challenge to " + text(challenge.request()));
    int colon = options.credentials.indexOf(':');
    String answer =
        Credentials.basic(
            options.credentials.substring(0, colon), options.credentials.substring(colon + 1));
    return challenge.request().header("Authorization") == null
        ? challenge.request().newBuilder().header("Authorization", answer).build()
        : null;
  }

  /** A request as it is seen, in one line. */
  static String text(okhttp3.Request request) {
    return request.method() + " " + request.url() + " " + request.headers().toMultimap();
  }

  private static void secure(OkHttpClient.Builder builder, Options options) throws Exception {
    SSLContext ssl = options.sslContext();
    if (ssl == null) {
      return;
    }
    try {
      Method method =
          method(builder, "sslSocketFactory", SSLSocketFactory.class, X509TrustManager.class);
      call(method, builder, ssl.getSocketFactory(), options.trustManager());
    } catch (Unsupported before31) {
      Method method = method(builder, "sslSocketFactory", SSLSocketFactory.class);
      call(method, builder, ssl.getSocketFactory());
    }
  }

  private static void listen(OkHttpClient.Builder builder, List<String> events) throws Exception {
    builder.addInterceptor(
        chain -> {
          events.add("request " + text(chain.request()));
          Response response = chain.proceed(chain.request());
          events.add("response " + response.code() + " to " + text(response.request()));
          return response;
        });
    builder.addNetworkInterceptor(
        chain -> {
          events.add("network request " + text(chain.request()));
          events.add("connection to " + chain.connection().route().address().url());
          events.add("socket to " + chain.connection().route().socketAddress().getHostString());
          Response response = chain.proceed(chain.request());
          events.add("network response " + response.code() + " to " + text(response.request()));
          return response;
        });
    try {
      method(builder, "eventListener", Class.forName("okhttp3.EventListener"));
    } catch (ClassNotFoundException | Unsupported before39) {
      return;
    }
    OkHttpEvents.add(builder, events);
  }

  private static Method method(Object object, String name, Class<?>... types) {
    try {
      return object.getClass().getMethod(name, types);
    } catch (NoSuchMethodException e) {
      throw new Unsupported("this version of OkHttp has no " + name);
    }
  }

  private static Object call(Method method, Object object, Object... arguments) throws Exception {
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception) {
        throw (Exception) e.getCause();
      }
      throw e;
    }
  }

  private static final class Calls implements Client {
    private final OkHttpClient client;
    private final List<String> events;
    private final boolean async;
    private final boolean tellThread;

    Calls(OkHttpClient client, List<String> events, boolean async, boolean tellThread) {
      this.client = client;
      this.events = events;
      this.async = async;
      this.tellThread = tellThread;
    }

    @Override
    public Reply send(Request request) throws Exception {
      okhttp3.Request.Builder builder = new okhttp3.Request.Builder().url(request.url);
      for (Header header : request.headers) {
        builder.addHeader(header.name, header.value);
      }
      if (request.expectContinue) {
        builder.header("Expect", "100-continue");
      }
      builder.method(request.method, request.body == null ? null : body(request.body));
      Call call = client.newCall(builder.build());
      request.whenCancelled(call::cancel);
      return async ? enqueue(call, request.abandon) : read(call.execute(), request.abandon);
    }

    /** Waits for the callback, which the application may have interrupted. */
    private Reply enqueue(Call call, boolean abandon) throws Exception {
      CompletableFuture<Reply> reply = new CompletableFuture<>();
      call.enqueue(
          new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
              reply.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
              try {
                reply.complete(read(response, abandon));
              } catch (Exception e) {
                reply.completeExceptionally(e);
              }
            }
          });
      return reply.get();
    }

    private Reply read(Response response, boolean abandon) throws Exception {
      try {
        Reply reply = new Reply();
        reply.status = response.code();
        reply.protocol = response.protocol().toString();
        reply.url = response.request().url().toString();
        Headers headers = response.headers();
        for (int i = 0; i < headers.size(); i++) {
          // OkHttp before 3.4 added what time it was.
          if (!headers.name(i).startsWith("OkHttp-")) {
            reply.header(headers.name(i), headers.value(i));
          }
        }
        reply.body(response.body().byteStream(), abandon);
        if (!abandon) {
          trailers(response, reply);
        }
        reply.events.addAll(events);
        if (tellThread) {
          reply.thread = OkHttpExecutor.threadName();
        }
        return reply;
      } finally {
        response.body().close();
      }
    }

    private static void trailers(Response response, Reply reply) throws Exception {
      Method method;
      try {
        method = method(response, "trailers");
      } catch (Unsupported before314) {
        return;
      }
      Headers trailers;
      try {
        trailers = (Headers) call(method, response);
      } catch (IllegalStateException noneWithoutBody) {
        return;
      }
      for (int i = 0; i < trailers.size(); i++) {
        reply.trailers.add(new Header(trailers.name(i), trailers.value(i)));
      }
    }

    @Override
    public void close() throws InterruptedException, IOException {
      if (client.cache() != null) {
        client.cache().close();
      }
      client.dispatcher().cancelAll();
      client.dispatcher().executorService().shutdown();
      client.dispatcher().executorService().awaitTermination(5, TimeUnit.SECONDS);
      client.connectionPool().evictAll();
    }
  }

  private static RequestBody body(Body body) {
    MediaType type = MediaType.parse(body.contentType);
    return body.kind == Body.Kind.BYTES
        ? RequestBody.create(type, body.bytes())
        : new OkHttpStreamBody(body, type);
  }

  /** Keeps cookies in memory. */
  private static final class Jar implements CookieJar {
    private final List<Cookie> kept = new ArrayList<>();

    @Override
    public synchronized void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
      for (Cookie cookie : cookies) {
        kept.removeIf(
            old ->
                old.name().equals(cookie.name())
                    && old.domain().equals(cookie.domain())
                    && old.path().equals(cookie.path()));
        kept.add(cookie);
      }
    }

    @Override
    public synchronized List<Cookie> loadForRequest(HttpUrl url) {
      long now = System.currentTimeMillis();
      List<Cookie> matching = new ArrayList<>();
      for (Cookie cookie : kept) {
        if (cookie.expiresAt() > now && cookie.matches(url)) {
          matching.add(cookie);
        }
      }
      return Collections.unmodifiableList(matching);
    }
  }
}
