package dev.remora.it.contract.endpoint;

import dev.remora.it.app.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PushPromiseFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/** One request and its answer in HTTP/2. */
final class Http2Exchange implements Exchange, Stream.Listener {
  /** What HTTP/2 has no place for (RFC 9113, section 8.2.2). */
  private static final Set<String> CONNECTION_FIELDS = Set.of("connection", "transfer-encoding");

  private final Recorded request;
  private final Stream stream;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean ended;
  private final CompletableFuture<Void> received = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  Http2Exchange(Recorded request, Stream stream, boolean bodiless) {
    this.request = request;
    this.stream = stream;
    if (bodiless) {
      request.complete("none", "");
      received.complete(null);
    } else {
      stream.demand();
    }
  }

  @Override
  public void onDataAvailable(Stream stream) {
    while (true) {
      Stream.Data data = stream.readData();
      if (data == null) {
        stream.demand();
        return;
      }
      ByteBuffer bytes = data.frame().getByteBuffer();
      while (bytes.hasRemaining()) {
        body.write(bytes.get());
      }
      boolean last = data.frame().isEndStream();
      data.release();
      if (last) {
        request.complete("data", body.toString(StandardCharsets.ISO_8859_1));
        received.complete(null);
        return;
      }
    }
  }

  @Override
  public void onReset(Stream stream, ResetFrame frame, Callback callback) {
    received.completeExceptionally(new IOException("reset by the client"));
    left.complete(null);
    callback.succeeded();
  }

  @Override
  public void onFailure(
      Stream stream, int error, String reason, Throwable failure, Callback callback) {
    received.completeExceptionally(failure);
    left.complete(null);
    callback.succeeded();
  }

  @Override
  public Recorded request() {
    return request;
  }

  @Override
  public void receive() throws IOException {
    String expect = request.field("Expect");
    if (expect != null && expect.toLowerCase(Locale.ROOT).equals("100-continue")) {
      interim(100, List.of());
    }
    wait(received);
  }

  @Override
  public void interim(int status, List<Header> headers) throws IOException {
    send(status, headers, -1);
  }

  @Override
  public void push(String authority) throws IOException {
    if (!stream.getSession().isPushEnabled()) {
      return;
    }
    MetaData.Request promised =
        new MetaData.Request(
            "GET",
            HttpURI.from("https://" + authority + "/ok/pushed"),
            HttpVersion.HTTP_2,
            HttpFields.build());
    Stream pushed =
        wait(
            stream.push(
                new PushPromiseFrame(stream.getId(), 0, promised), new Stream.Listener() {}));
    MetaData.Response response =
        new MetaData.Response(200, null, HttpVersion.HTTP_2, HttpFields.build());
    CompletableFuture<Stream> unused =
        pushed.headers(new HeadersFrame(pushed.getId(), response, null, true));
  }

  @Override
  public void head(int status, List<Header> headers, long length) throws IOException {
    send(status, headers, status == 204 || status == 304 ? -1 : length);
  }

  private void send(int status, List<Header> headers, long length) throws IOException {
    HttpFields.Mutable fields = fields(headers);
    if (length >= 0) {
      fields.add("content-length", String.valueOf(length));
    }
    MetaData.Response response = new MetaData.Response(status, null, HttpVersion.HTTP_2, fields);
    wait(stream.headers(new HeadersFrame(stream.getId(), response, null, false)));
  }

  @Override
  public void write(byte[] part) throws IOException {
    wait(stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(part), false)));
  }

  @Override
  public void end(List<Header> trailers) throws IOException {
    ended = true;
    if (trailers.isEmpty()) {
      wait(stream.data(new DataFrame(stream.getId(), ByteBuffer.allocate(0), true)));
    } else {
      MetaData fields = new MetaData(HttpVersion.HTTP_2, fields(trailers));
      wait(stream.headers(new HeadersFrame(stream.getId(), fields, null, true)));
    }
  }

  @Override
  public void raw(byte[] bytes) {
    // There is no way to say what is no frame on a stream; the close that follows is wrong enough.
  }

  @Override
  public boolean isLeftWithin(int ms) throws IOException {
    try {
      left.get(ms, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!stream.isClosed()) {
      // After a whole answer that is no error (RFC 9113, section 8.1).
      reset(ended ? ErrorCode.NO_ERROR : ErrorCode.INTERNAL_ERROR);
    }
  }

  @Override
  public void reset() throws IOException {
    reset(ErrorCode.INTERNAL_ERROR);
  }

  private void reset(ErrorCode error) throws IOException {
    wait(stream.reset(new ResetFrame(stream.getId(), error.code)));
  }

  /** Tells the client that the script is at a loss. */
  void fail() {
    stream.reset(new ResetFrame(stream.getId(), ErrorCode.INTERNAL_ERROR.code), Callback.NOOP);
  }

  private static HttpFields.Mutable fields(List<Header> headers) {
    HttpFields.Mutable fields = HttpFields.build();
    for (Header header : headers) {
      String name = header.name.toLowerCase(Locale.ROOT);
      if (!CONNECTION_FIELDS.contains(name)) {
        fields.add(name, header.value);
      }
    }
    return fields;
  }

  private static <T> T wait(CompletableFuture<T> done) throws IOException {
    try {
      return done.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
