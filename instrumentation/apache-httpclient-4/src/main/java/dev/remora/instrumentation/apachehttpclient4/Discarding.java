package dev.remora.instrumentation.apachehttpclient4;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.impl.DefaultConnectionReuseStrategy;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.protocol.HttpContext;

/** Throws a response away, such that its connection is kept where that does not mean to wait. */
final class Discarding {
  private Discarding() {}

  static void discard(CloseableHttpResponse response) {
    try {
      if (hasRead(response.getEntity())) {
        return;
      }
    } catch (IOException | RuntimeException e) {
      // Then it is not kept.
    }
    try {
      response.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** As {@link #discard(CloseableHttpResponse)}, of a client from before 4.3. */
  static void discard(HttpResponse response, ManagedClientConnection held, HttpContext context) {
    try {
      if (DefaultConnectionReuseStrategy.INSTANCE.keepAlive(response, context)
          && hasRead(response.getEntity())) {
        held.setIdleDuration(
            DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context),
            TimeUnit.MILLISECONDS);
        held.markReusable();
        held.releaseConnection();
        return;
      }
    } catch (IOException | RuntimeException e) {
      // Then it is not kept.
    }
    try {
      held.abortConnection();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** Whose end gives the connection back as the client has found it. */
  private static boolean hasRead(HttpEntity body) throws IOException {
    if (body == null || !body.isStreaming()) {
      return true;
    }
    long length = body.getContentLength();
    InputStream content = body.getContent();
    if (length < 0 || content.available() < length) {
      return false;
    }
    for (long left = length; left > 0; ) {
      long skipped = content.skip(left);
      if (skipped <= 0) {
        return false;
      }
      left -= skipped;
    }
    return content.read() < 0;
  }
}
