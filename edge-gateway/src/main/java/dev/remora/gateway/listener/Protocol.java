package dev.remora.gateway.listener;

/** What a listener without TLS speaks. */
public enum Protocol {
  /** HTTP/1.1 and HTTP/1.0. */
  H1,
  /** HTTP/2, by clients that know it beforehand (RFC 9113, section 3.3). */
  H2C
}
