package dev.remora.javaagent;

import dev.remora.bootstrap.Inbound;
import dev.remora.core.routing.BearerToken;
import dev.remora.core.telemetry.InboundRequest;

/** A request that came in, as the core asks for it. */
final class ReceivedRequest implements InboundRequest {
  private final Inbound request;
  private final boolean takesToken;

  ReceivedRequest(Inbound request, boolean takesToken) {
    this.request = request;
    this.takesToken = takesToken;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String target() {
    return request.target();
  }

  @Override
  public String scheme() {
    return request.scheme();
  }

  @Override
  public String serverAddress() {
    return request.serverAddress();
  }

  @Override
  public int serverPort() {
    return request.serverPort();
  }

  @Override
  public String peerAddress() {
    return request.peerAddress();
  }

  @Override
  public int peerPort() {
    return request.peerPort();
  }

  @Override
  public String protocolVersion() {
    String protocol = request.protocol();
    if (protocol == null || !protocol.startsWith("HTTP/")) {
      return null;
    }
    // Servers write HTTP/2.0, which has no minor versions.
    String version = protocol.substring("HTTP/".length());
    return version.startsWith("1.") || !version.endsWith(".0")
        ? version
        : version.substring(0, version.length() - 2);
  }

  @Override
  public String header(String name) {
    return request.header(name);
  }

  @Override
  public String token() {
    return takesToken ? BearerToken.of(request.header("authorization")) : null;
  }
}
