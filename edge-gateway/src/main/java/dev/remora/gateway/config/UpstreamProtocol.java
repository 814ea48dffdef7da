package dev.remora.gateway.config;

/** What the endpoints of a service speak. */
public enum UpstreamProtocol {
  /** HTTP/1.1. */
  H1,
  /** HTTP/2: agreed on in TLS where they are called with it, else by prior knowledge. */
  H2
}
