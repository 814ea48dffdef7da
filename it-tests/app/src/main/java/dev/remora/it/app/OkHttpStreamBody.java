package dev.remora.it.app;

import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A body that can be written once. */
public final class OkHttpStreamBody extends RequestBody {
  private final Body body;
  private final MediaType type;
  private boolean written;

  OkHttpStreamBody(Body body, MediaType type) {
    this.body = body;
    this.type = type;
  }

  @Override
  public MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return body.kind == Body.Kind.STREAM ? body.length() : -1;
  }

  /** Overrides a method that RequestBody has from OkHttp 3.14 on. */
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (written) {
      throw new IOException("the body has been written already");
    }
    written = true;
    InputStream in = body.stream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sink.write(buffer, 0, n);
      sink.flush();
    }
  }
}
