package dev.remora.it.app;

import java.util.List;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.client.AuthenticationStrategy;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.client.TargetAuthenticationStrategy;
import org.apache.http.protocol.HttpContext;

/** What interceptors of Apache HttpClient 4 see. */
final class ApacheHttpClient4Events {
  private final List<String> events;

  ApacheHttpClient4Events(List<String> events) {
    this.events = events;
  }

  HttpRequestInterceptor request(String position) {
    return (request, context) -> {
      HttpClientContext client = HttpClientContext.adapt(context);
      events.add(position + " request " + ApacheHttpClient4Driver.text(request));
      events.add("to " + client.getTargetHost() + " by " + client.getHttpRoute());
    };
  }

  HttpResponseInterceptor response(String position) {
    return (response, context) ->
        events.add(
            position
                + " response "
                + response.getStatusLine().getStatusCode()
                + " to "
                + ApacheHttpClient4Driver.text(HttpClientContext.adapt(context).getRequest()));
  }

  /** What the client's own strategy for challenges is shown. */
  AuthenticationStrategy challenges() {
    return new TargetAuthenticationStrategy() {
      @Override
      public boolean isAuthenticationRequested(
          HttpHost host, HttpResponse response, HttpContext context) {
        events.add(
            "challenge to "
                + ApacheHttpClient4Driver.text(HttpClientContext.adapt(context).getRequest()));
        return super.isAuthenticationRequested(host, response, context);
      }
    };
  }
}
