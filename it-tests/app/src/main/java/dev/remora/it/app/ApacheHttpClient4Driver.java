package dev.remora.it.app;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.http.HeaderIterator;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.ssl.X509HostnameVerifier;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.client.BasicCredentialsProvider;

/**
 * Apache HttpClient 4. Variants: {@code sync}, {@code minimal}, {@code legacy} (DefaultHttpClient,
 * deprecated in 4.3), and those of its asynchronous companion, {@code async} and {@code
 * async-minimal}.
 */
public final class ApacheHttpClient4Driver implements Driver {
  @Override
  public Client open(Options options) throws Exception {
    if (options.useExecutor) {
      throw new Unsupported("calls are completed on the caller's or the client's own threads only");
    }
    if (options.variant.endsWith("minimal")) {
      if ((options.proxy != null && !options.socks) || options.jvmProxy != null) {
        throw new Unsupported("minimal clients know no proxy");
      }
      if (options.listeners) {
        throw new Unsupported("minimal clients have no interceptors");
      }
      if (options.cookies) {
        throw new Unsupported("minimal clients keep no cookies");
      }
      if (options.credentials != null) {
        throw new Unsupported("minimal clients answer no challenges");
      }
    }
    if (options.variant.startsWith("async")) {
      return new ApacheHttpAsyncClient4(options);
    }
    if (options.callTimeoutMs > 0) {
      throw new Unsupported("the blocking client has no time-out for a whole call");
    }
    return options.variant.equals("legacy")
        ? new ApacheHttpClient4Legacy(options)
        : new ApacheHttpClient4Classic(options);
  }

  static RequestConfig config(Options options, Request request) {
    RequestConfig.Builder config = RequestConfig.custom();
    if (options.connectTimeoutMs > 0) {
      config.setConnectTimeout(options.connectTimeoutMs);
    }
    if (options.readTimeoutMs > 0) {
      config.setSocketTimeout(options.readTimeoutMs);
    }
    config.setRedirectsEnabled(options.followRedirects);
    config.setExpectContinueEnabled(request.expectContinue);
    return config.build();
  }

  /** Answers challenges. */
  static CredentialsProvider credentials(Options options) {
    int colon = options.credentials.indexOf(':');
    CredentialsProvider provider = new BasicCredentialsProvider();
    provider.setCredentials(
        AuthScope.ANY,
        new UsernamePasswordCredentials(
            options.credentials.substring(0, colon), options.credentials.substring(colon + 1)));
    return provider;
  }

  static HttpHost proxy(Options options) {
    InetSocketAddress address = options.proxyAddress();
    return new HttpHost(address.getHostString(), address.getPort());
  }

  static HttpRequestBase call(Request request) {
    HttpRequestBase call;
    if (request.body == null && !request.method.matches("POST|PUT|PATCH")) {
      call = new Call(request.method);
    } else {
      CallWithBody withBody = new CallWithBody(request.method);
      if (request.body != null) {
        withBody.setEntity(entity(request.body));
      }
      call = withBody;
    }
    call.setURI(URI.create(request.url));
    for (Header header : request.headers) {
      call.addHeader(header.name, header.value);
    }
    request.whenCancelled(call::abort);
    return call;
  }

  private static HttpEntity entity(Body body) {
    ContentType type = ContentType.create(body.contentType);
    switch (body.kind) {
      case BYTES:
        return new ByteArrayEntity(body.bytes(), type);
      case STREAM:
        return new InputStreamEntity(body.stream(), body.length(), type);
      default:
        return new InputStreamEntity(body.stream(), -1, type);
    }
  }

  /** A request as it is seen in one way and another, in one line. */
  static String text(HttpRequest request) {
    StringBuilder text = new StringBuilder();
    text.append(request.getRequestLine()).append(Arrays.toString(request.getAllHeaders()));
    HeaderIterator headers = request.headerIterator();
    while (headers.hasNext()) {
      text.append(' ').append(headers.nextHeader());
    }
    return text.toString();
  }

  /** What the client tells of a response before its body. */
  static Reply reply(HttpResponse response, Request request, HttpClientContext context) {
    Reply reply = new Reply();
    reply.status = response.getStatusLine().getStatusCode();
    reply.protocol = response.getProtocolVersion().toString();
    for (org.apache.http.Header header : response.getAllHeaders()) {
      reply.header(header.getName(), header.getValue());
    }
    List<URI> redirects = context.getRedirectLocations();
    reply.url =
        redirects == null || redirects.isEmpty()
            ? request.url
            : redirects.get(redirects.size() - 1).toString();
    reply.events.add("route " + context.getHttpRoute());
    reply.events.add("target " + context.getTargetHost());
    reply.events.add("request " + text(context.getRequest()));
    return reply;
  }

  static X509HostnameVerifier lenient(List<String> events) {
    return new X509HostnameVerifier() {
      @Override
      public boolean verify(String name, SSLSession session) {
        events.add("verify " + name);
        return true;
      }

      @Override
      public void verify(String name, SSLSocket socket) {
        events.add("verify " + name);
      }

      @Override
      public void verify(String name, X509Certificate certificate) {
        events.add("verify " + name);
      }

      @Override
      public void verify(String name, String[] commonNames, String[] alternativeNames) {
        events.add("verify " + name);
      }
    };
  }

  private static final class Call extends HttpRequestBase {
    private final String method;

    Call(String method) {
      this.method = method;
    }

    @Override
    public String getMethod() {
      return method;
    }
  }

  private static final class CallWithBody extends HttpEntityEnclosingRequestBase {
    private final String method;

    CallWithBody(String method) {
      this.method = method;
    }

    @Override
    public String getMethod() {
      return method;
    }
  }
}
