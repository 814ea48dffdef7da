package dev.remora.instrumentation.servlet.tomcat;

import dev.remora.bootstrap.Inbound;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;

/** A request as Tomcat's connector has read it. */
final class TomcatInbound extends Inbound {
  private final Request request;

  TomcatInbound(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return text(request.method());
  }

  @Override
  public String target() {
    String path = text(request.requestURI());
    String query = text(request.queryString());
    return path == null || query == null ? path : path + '?' + query;
  }

  @Override
  public String scheme() {
    String scheme = text(request.scheme());
    return scheme == null || scheme.isEmpty() ? "http" : scheme;
  }

  @Override
  public String serverAddress() {
    return text(request.serverName());
  }

  @Override
  public int serverPort() {
    return Math.max(0, request.getServerPort());
  }

  @Override
  public String peerAddress() {
    request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
    return text(request.remoteAddr());
  }

  @Override
  public int peerPort() {
    request.action(ActionCode.REQ_REMOTEPORT_ATTRIBUTE, request);
    return Math.max(0, request.getRemotePort());
  }

  @Override
  public String protocol() {
    return text(request.protocol());
  }

  @Override
  public String header(String name) {
    return request.getHeader(name);
  }

  /** From Tomcat 10.1 on, {@code toString} of bytes changes them, and what is done with them. */
  private static String text(MessageBytes value) {
    return value.getType() == MessageBytes.T_BYTES
        ? value.getByteChunk().toString()
        : value.toString();
  }
}
