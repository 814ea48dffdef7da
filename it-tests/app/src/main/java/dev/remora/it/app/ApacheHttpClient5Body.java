package dev.remora.it.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;

/** A one-shot stream as the body of an asynchronous request. */
final class ApacheHttpClient5Body implements AsyncEntityProducer {
  private final Body body;
  private final InputStream in;
  private final ByteBuffer buffer = ByteBuffer.allocate(8192);
  private boolean ended;

  private ApacheHttpClient5Body(Body body) {
    this.body = body;
    this.in = body.stream();
    buffer.limit(0);
  }

  static AsyncEntityProducer of(Body body) {
    return body.kind == Body.Kind.BYTES
        ? new BasicAsyncEntityProducer(body.bytes(), ContentType.parse(body.contentType))
        : new ApacheHttpClient5Body(body);
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public long getContentLength() {
    return body.kind == Body.Kind.STREAM ? body.length() : -1;
  }

  @Override
  public String getContentType() {
    return body.contentType;
  }

  @Override
  public String getContentEncoding() {
    return null;
  }

  @Override
  public boolean isChunked() {
    return body.kind != Body.Kind.STREAM;
  }

  @Override
  public Set<String> getTrailerNames() {
    return null;
  }

  @Override
  public int available() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    if (ended) {
      throw new IOException("the body has been sent already");
    }
    while (!ended) {
      if (!buffer.hasRemaining()) {
        int n = in.read(buffer.array());
        ended = n < 0;
        buffer.clear().limit(Math.max(n, 0));
      }
      if (buffer.hasRemaining() && channel.write(buffer) == 0) {
        return;
      }
    }
    channel.endStream();
  }

  @Override
  public void failed(Exception cause) {}

  @Override
  public void releaseResources() {}
}
