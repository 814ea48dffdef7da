package dev.remora.instrumentation.servlet.jetty;

import dev.remora.bootstrap.Inbound;
import org.eclipse.jetty.server.Request;

/** A request as Jetty has read it. */
final class JettyInbound extends Inbound {
  private final Request request;

  JettyInbound(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String target() {
    String path = request.getRequestURI();
    String query = request.getQueryString();
    return path == null || query == null ? path : path + '?' + query;
  }

  @Override
  public String scheme() {
    return request.getScheme();
  }

  @Override
  public String serverAddress() {
    return request.getServerName();
  }

  @Override
  public int serverPort() {
    return Math.max(0, request.getServerPort());
  }

  @Override
  public String peerAddress() {
    return request.getRemoteAddr();
  }

  @Override
  public int peerPort() {
    return Math.max(0, request.getRemotePort());
  }

  @Override
  public String protocol() {
    return request.getProtocol();
  }

  @Override
  public String header(String name) {
    return request.getHeader(name);
  }
}
