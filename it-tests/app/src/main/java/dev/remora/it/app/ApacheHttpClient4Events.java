package dev.remora.it.app;

import java.util.List;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.client.protocol.HttpClientContext;

/** What interceptors of Apache HttpClient 4 see. */
final class ApacheHttpClient4Events {
  private final List<String> events;

  ApacheHttpClient4Events(List<String> events) {
    this.events = events;
  }

  HttpRequestInterceptor request(String position) {
    return (request, context) -> {
      HttpClientContext client = HttpClientContext.adapt(context);
      events.add(position + " request " + request.getRequestLine());
      events.add("to " + client.getTargetHost() + " by " + client.getHttpRoute());
    };
  }

  HttpResponseInterceptor response(String position) {
    return (response, context) ->
        events.add(position + " response " + response.getStatusLine().getStatusCode());
  }
}
