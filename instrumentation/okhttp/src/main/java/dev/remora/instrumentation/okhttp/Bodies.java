package dev.remora.instrumentation.okhttp;

import okhttp3.FormBody;
import okhttp3.RequestBody;

/** Which bodies can be sent twice. */
final class Bodies {
  private Bodies() {}

  /**
   * What the body itself says, from OkHttp 3.14 on. Before, only what is known to keep its content:
   * the forms and the bodies that {@code RequestBody.create} makes.
   */
  static boolean isRepeatable(RequestBody body) {
    if (!Versions.bodiesTell()) {
      return body.getClass() == FormBody.class
          || body.getClass().getName().startsWith("okhttp3.RequestBody$");
    }
    try {
      return Versions.isRepeatable(body);
    } catch (Throwable e) {
      return false;
    }
  }
}
