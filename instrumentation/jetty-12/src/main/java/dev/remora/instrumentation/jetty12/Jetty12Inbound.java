package dev.remora.instrumentation.jetty12;

import dev.remora.bootstrap.Inbound;
import org.eclipse.jetty.server.Request;

/** A request as Jetty has read it. */
final class Jetty12Inbound extends Inbound {
  private final Request request;

  Jetty12Inbound(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String target() {
    return request.getHttpURI().getPathQuery();
  }

  @Override
  public String scheme() {
    return request.getHttpURI().getScheme();
  }

  @Override
  public String serverAddress() {
    return Request.getServerName(request);
  }

  @Override
  public int serverPort() {
    return Math.max(0, Request.getServerPort(request));
  }

  @Override
  public String peerAddress() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public int peerPort() {
    return Math.max(0, Request.getRemotePort(request));
  }

  @Override
  public String protocol() {
    return request.getConnectionMetaData().getProtocol();
  }

  @Override
  public String header(String name) {
    return request.getHeaders().get(name);
  }
}
