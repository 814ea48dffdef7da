package dev.remora.it.app;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.protocol.RedirectLocations;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.Timeout;

/**
 * Apache HttpClient 5. Variants: {@code sync}, {@code minimal}, {@code async}, {@code
 * async-minimal}; in HTTP/2 {@code h2} (the client that speaks nothing else), {@code h2-minimal}
 * (its small form) and {@code h2-negotiated} (the asynchronous client, by ALPN).
 */
public final class ApacheHttpClient5Driver implements Driver {
  @Override
  public Client open(Options options) throws Exception {
    if (options.useExecutor) {
      throw new Unsupported("HttpClient 5 completes calls on its own I/O threads only");
    }
    if (options.variant.endsWith("minimal")) {
      if (options.proxy != null) {
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
    return options.variant.equals("sync") || options.variant.equals("minimal")
        ? new ApacheHttpClient5Classic(options)
        : new ApacheHttpClient5Async(options);
  }

  // The newer versions have other names for the same.
  @SuppressWarnings("deprecation")
  static RequestConfig config(Options options, Request request) {
    RequestConfig.Builder config = RequestConfig.custom();
    if (options.connectTimeoutMs > 0) {
      config.setConnectTimeout(Timeout.ofMilliseconds(options.connectTimeoutMs));
    }
    if (options.readTimeoutMs > 0) {
      config.setResponseTimeout(Timeout.ofMilliseconds(options.readTimeoutMs));
    }
    config.setExpectContinueEnabled(request.expectContinue);
    return config.build();
  }

  static HttpHost proxy(Options options) {
    InetSocketAddress address = options.proxyAddress();
    return new HttpHost(address.getHostString(), address.getPort());
  }

  static HostnameVerifier lenient(List<String> events) {
    return (name, session) -> {
      events.add("verify " + name);
      return true;
    };
  }

  /** Answers challenges, and tells what it is shown. */
  static CredentialsProvider credentials(Options options, List<String> events) {
    int colon = options.credentials.indexOf(':');
    Credentials answer =
        new UsernamePasswordCredentials(
            options.credentials.substring(0, colon),
            options.credentials.substring(colon + 1).toCharArray());
    return (scope, context) -> {
      events.add("challenge to " + text(((HttpClientContext) context).getRequest()));
      return answer;
    };
  }

  /** A request as it is seen in one way and another, in one line. */
  static String text(HttpRequest request) {
    List<org.apache.hc.core5.http.Header> headers = new ArrayList<>();
    request.headerIterator().forEachRemaining(headers::add);
    return request.getMethod()
        + " "
        + request.getRequestUri()
        + " "
        + Arrays.toString(request.getHeaders())
        + headers;
  }

  /** What the client tells of a response before its body. */
  static Reply reply(HttpResponse response, Request request, HttpClientContext context) {
    Reply reply = new Reply();
    reply.status = response.getCode();
    for (org.apache.hc.core5.http.Header header : response.getHeaders()) {
      reply.header(header.getName(), header.getValue());
    }
    RedirectLocations redirects = context.getRedirectLocations();
    reply.url =
        redirects == null || redirects.size() == 0
            ? request.url
            : redirects.get(redirects.size() - 1).toString();
    reply.protocol = String.valueOf(context.getProtocolVersion());
    if (context.getHttpRoute() != null) {
      reply.events.add("route " + context.getHttpRoute());
    }
    reply.events.add("request " + text(context.getRequest()));
    return reply;
  }
}
