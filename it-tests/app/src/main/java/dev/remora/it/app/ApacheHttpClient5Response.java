package dev.remora.it.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Takes an asynchronous response as it comes in. */
final class ApacheHttpClient5Response implements AsyncResponseConsumer<Reply> {
  private final Request request;
  private final HttpClientContext context;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private FutureCallback<Reply> callback;
  private Reply reply;
  private long first;

  ApacheHttpClient5Response(Request request, HttpClientContext context) {
    this.request = request;
    this.context = context;
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext ignored,
      FutureCallback<Reply> callback) {
    reply = ApacheHttpClient5Driver.reply(response, request, context);
    this.callback = callback;
    if (entity == null) {
      callback.completed(reply);
    }
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext ignored) {}

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer data) {
    if (first == 0) {
      first = System.nanoTime();
    }
    while (data.hasRemaining()) {
      body.write(data.get());
    }
  }

  @Override
  public void streamEnd(List<? extends org.apache.hc.core5.http.Header> trailers) {
    reply.body(body.toByteArray());
    if (first != 0) {
      reply.streamedMs = (System.nanoTime() - first) / 1_000_000;
    }
    if (trailers != null) {
      trailers.forEach(field -> reply.trailers.add(new Header(field.getName(), field.getValue())));
    }
    callback.completed(reply);
  }

  @Override
  public void failed(Exception cause) {}

  @Override
  public void releaseResources() {}
}
