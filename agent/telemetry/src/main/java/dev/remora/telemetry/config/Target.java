package dev.remora.telemetry.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/** Where one kind of data is sent, and how. Immutable. */
public final class Target {
  private final URI address;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final boolean gzip;
  private final String certificate;
  private final String clientCertificate;
  private final String clientKey;

  Target(
      URI address,
      Map<String, String> headers,
      Duration timeout,
      boolean gzip,
      String certificate,
      String clientCertificate,
      String clientKey) {
    this.address = address;
    this.headers = Collections.unmodifiableMap(headers);
    this.timeout = timeout;
    this.gzip = gzip;
    this.certificate = certificate;
    this.clientCertificate = clientCertificate;
    this.clientKey = clientKey;
  }

  /** A URL of http or https, without user and password. */
  public URI address() {
    return address;
  }

  /** What each request is sent with; may hold secrets. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The most that one request may take. */
  public Duration timeout() {
    return timeout;
  }

  /** Whether bodies are compressed. */
  public boolean gzip() {
    return gzip;
  }

  /** PEM file of the certificates to trust; null: the JVM's. */
  public String certificate() {
    return certificate;
  }

  /** PEM file of the certificate chain to show, or null. */
  public String clientCertificate() {
    return clientCertificate;
  }

  /** PEM file of that certificate's key, or null. */
  public String clientKey() {
    return clientKey;
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return address.getScheme()
        + "://"
        + address.getHost()
        + (address.getPort() < 0 ? "" : ":" + address.getPort());
  }
}
