package dev.remora.it.app;

import java.io.IOException;
import java.util.List;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Tells the events of a call. Those of its connections depend on which there are already, and are
 * not told.
 */
final class OkHttpEvents extends EventListener {
  private final List<String> events;

  private OkHttpEvents(List<String> events) {
    this.events = events;
  }

  static void add(OkHttpClient.Builder builder, List<String> events) {
    builder.eventListener(new OkHttpEvents(events));
  }

  @Override
  public void callStart(Call call) {
    events.add("callStart " + call.request().url());
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    events.add("requestHeadersEnd " + OkHttpDriver.text(request));
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    events.add("responseHeadersEnd " + response.code());
  }

  @Override
  public void callFailed(Call call, IOException e) {
    events.add("callFailed " + e.getClass().getName());
  }
}
