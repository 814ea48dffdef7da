package dev.remora.gateway.auth.remote;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;
import dev.remora.gateway.auth.Json;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an issuer says of itself: OpenID Connect Discovery 1.0, and RFC 8414 where there is nothing
 * of the first.
 */
public final class Metadata {
  private static final int LARGEST = 256 << 10;
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String RFC_8414 = "/.well-known/oauth-authorization-server";

  private final HttpUrl issuer;
  private final Outbound outbound;

  /** That of {@code issuer}. */
  public Metadata(HttpUrl issuer, Outbound outbound) {
    this.issuer = issuer;
    this.outbound = outbound;
  }

  /**
   * Asks for the URL that it names.
   *
   * @param name such as {@code jwks_uri}
   * @param found told the URL, or
   * @param failed why there is none, in a few words
   */
  public void ask(String name, Consumer<HttpUrl> found, Consumer<String> failed) {
    String path = issuer.path();
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    ask(base + OPENID, name, found, failed, () -> ask(RFC_8414 + base, name, found, failed, null));
  }

  private void ask(
      String path, String name, Consumer<HttpUrl> found, Consumer<String> failed, Runnable next) {
    Request request =
        Request.get(path)
            .header("Accept", "application/json")
            .timeout(Outbound.TIMEOUT)
            .maxBody(LARGEST);
    outbound.send(
        issuer,
        request,
        new Callback() {
          @Override
          public void answered(Response response) {
            Map<String, Object> document =
                response.status() == 200 ? Json.object(response.body()) : null;
            boolean elsewhere = response.status() == 200 || response.status() / 100 == 4;
            if (document == null && next != null && elsewhere) {
              next.run();
              return;
            }
            HttpUrl url;
            try {
              url = url(response, document, name);
            } catch (IOException e) {
              failed.accept(e.getMessage());
              return;
            }
            found.accept(url);
          }

          @Override
          public void failed(Exception cause) {
            failed.accept(reason(cause));
          }
        });
  }

  private HttpUrl url(Response response, Map<String, Object> document, String name)
      throws IOException {
    if (document == null) {
      throw new IOException("its metadata are answered with " + status(response));
    }
    // RFC 8414, section 3.3: else another server could be made to stand in for it.
    if (!issuer.toString().equals(Json.string(document, "issuer"))) {
      throw new IOException("its metadata are of another issuer");
    }
    String text = Json.string(document, name);
    HttpUrl url = text == null ? null : HttpUrl.parseWithQuery(text);
    if (url == null) {
      throw new IOException("its metadata have no " + name);
    }
    return url;
  }

  /** What an answer of no use is called. */
  public static String status(Response response) {
    int status = response.status();
    return status == 200
        ? "something else than a JSON object"
        : status / 100 == 3 ? status + ", and redirects are not followed" : status + "";
  }

  /** What a failure is called. */
  public static String reason(Exception cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
