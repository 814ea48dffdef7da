package dev.remora.it.app;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** The JDK's {@link HttpURLConnection}. */
public final class UrlConnectionDriver implements Driver {
  @Override
  public Client open(Options options) throws Exception {
    if (options.callTimeoutMs > 0) {
      throw new Unsupported("HttpURLConnection has no time-out for a whole call");
    }
    if (options.listeners) {
      throw new Unsupported("HttpURLConnection has no interceptors or listeners");
    }
    if (options.useExecutor) {
      throw new Unsupported("HttpURLConnection has no asynchronous calls");
    }
    CookieHandler.setDefault(options.cookies ? new CookieManager() : null);
    Authenticator.setDefault(options.authenticator());
    return new Connections(options, options.sslContext());
  }

  private static final class Connections implements Client {
    private final Options options;
    private final SSLContext ssl;

    Connections(Options options, SSLContext ssl) {
      this.options = options;
      this.ssl = ssl;
    }

    @Override
    public Reply send(Request request) throws Exception {
      if (request.cancelAfterMs > 0) {
        throw new Unsupported("HttpURLConnection cannot be cancelled from another thread");
      }
      List<String> events = new CopyOnWriteArrayList<>();
      URL url = new URL(request.url);
      HttpURLConnection connection =
          (HttpURLConnection)
              (options.proxy == null ? url.openConnection() : url.openConnection(options.proxy()));
      if (connection instanceof HttpsURLConnection) {
        secure((HttpsURLConnection) connection, events);
      }
      connection.setRequestMethod(request.method);
      connection.setConnectTimeout(options.connectTimeoutMs);
      connection.setReadTimeout(options.readTimeoutMs);
      connection.setInstanceFollowRedirects(options.followRedirects);
      for (Header header : request.headers) {
        connection.addRequestProperty(header.name, header.value);
      }
      if (request.expectContinue) {
        connection.setRequestProperty("Expect", "100-continue");
      }
      if (request.body != null) {
        write(request.body, connection);
      }
      return read(connection, events, request.abandon);
    }

    private void secure(HttpsURLConnection connection, List<String> events) {
      if (ssl != null) {
        connection.setSSLSocketFactory(ssl.getSocketFactory());
      }
      if (options.lenientVerifier) {
        connection.setHostnameVerifier(
            (name, session) -> {
              events.add("verify " + name);
              return true;
            });
      }
    }

    private static void write(Body body, HttpURLConnection connection) throws Exception {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", body.contentType);
      if (body.kind == Body.Kind.STREAM) {
        connection.setFixedLengthStreamingMode(body.length());
      } else if (body.kind == Body.Kind.UNSIZED) {
        connection.setChunkedStreamingMode(0);
      }
      try (OutputStream out = connection.getOutputStream()) {
        if (body.kind == Body.Kind.BYTES) {
          out.write(body.bytes());
          return;
        }
        InputStream in = body.stream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
        }
      }
    }

    private static Reply read(HttpURLConnection connection, List<String> events, boolean abandon)
        throws Exception {
      Reply reply = new Reply();
      reply.status = connection.getResponseCode();
      int fields = 0;
      for (; connection.getHeaderField(fields) != null; fields++) {
        reply.header(connection.getHeaderFieldKey(fields), connection.getHeaderField(fields));
      }
      reply.body(
          reply.status >= 400 ? connection.getErrorStream() : connection.getInputStream(), abandon);
      for (; connection.getHeaderField(fields) != null; fields++) {
        reply.trailers.add(
            new Header(connection.getHeaderFieldKey(fields), connection.getHeaderField(fields)));
      }
      reply.url = connection.getURL().toString();
      reply.events.addAll(events);
      reply.events.add("authorization " + connection.getRequestProperty("Authorization"));
      return reply;
    }
  }
}
