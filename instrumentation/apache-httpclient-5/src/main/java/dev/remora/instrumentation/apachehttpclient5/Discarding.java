package dev.remora.instrumentation.apachehttpclient5;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/** Throws a response away, such that its connection is kept where that does not mean to wait. */
final class Discarding {
  private Discarding() {}

  /**
   * Reads the body if it has arrived together with the head.
   *
   * @return how long the connection may be kept; null: it may not
   */
  static TimeValue discard(
      ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context) {
    try {
      return DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)
              && hasRead(response.getEntity())
          ? DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context)
          : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

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
