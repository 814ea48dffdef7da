package dev.remora.instrumentation.urlconnection;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Map;

/**
 * The application's cookie handler, as the inner client is to see it: the inner client knows the
 * endpoint's URL only. Lives in the bootstrap loader.
 */
public final class LogicalCookies extends CookieHandler {
  private final CookieHandler handler;
  private final URL url;

  private LogicalCookies(CookieHandler handler, URL url) {
    this.handler = handler;
    this.url = url;
  }

  /**
   * The handler for the response to a request.
   *
   * @param handler the application's; null stays null
   * @param url what the application asked for
   */
  public static CookieHandler around(CookieHandler handler, URL url) {
    return handler == null ? null : new LogicalCookies(handler, url);
  }

  @Override
  public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers)
      throws IOException {
    return handler.get(uri, headers);
  }

  @Override
  public void put(URI uri, Map<String, List<String>> headers) throws IOException {
    handler.put(EndpointUrl.isOurs(uri.getFragment()) ? logical(uri) : uri, headers);
  }

  private URI logical(URI uri) {
    String query = uri.getRawQuery();
    try {
      return new URI(
          url.getProtocol()
              + "://"
              + url.getAuthority()
              + uri.getRawPath()
              + (query == null ? "" : "?" + query));
    } catch (URISyntaxException e) {
      return uri;
    }
  }
}
