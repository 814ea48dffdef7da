package dev.remora.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How to reach a Consul agent and what to ask it for. Immutable. */
public final class ConsulConfig {
  private final String host;
  private final int port;
  private final boolean tls;
  private final String caFile;
  private final String certificateFile;
  private final String keyFile;
  private final String token;
  private final String tokenFile;
  private final String datacenter;
  private final List<String> tags;
  private final Duration wait;

  private ConsulConfig(Builder builder) {
    this.host = builder.host;
    this.port = builder.port;
    this.tls = builder.tls;
    this.caFile = builder.caFile;
    this.certificateFile = builder.certificateFile;
    this.keyFile = builder.keyFile;
    this.token = builder.token;
    this.tokenFile = builder.tokenFile;
    this.datacenter = builder.datacenter;
    this.tags = Collections.unmodifiableList(new ArrayList<>(builder.tags));
    this.wait = builder.wait;
  }

  /** Starts a configuration for the Consul agent at {@code host:port}. */
  public static Builder at(String host, int port) {
    return new Builder(host, port);
  }

  /** Host name or IP literal of the agent. */
  public String host() {
    return host;
  }

  /** HTTP or HTTPS port of the agent. */
  public int port() {
    return port;
  }

  /** Whether TLS is spoken ({@code consul+https://}). */
  public boolean tls() {
    return tls;
  }

  /** PEM file with the CA certificates to trust, or null: those of the JVM. */
  public String caFile() {
    return caFile;
  }

  /** PEM file with the client certificate chain, or null. */
  public String certificateFile() {
    return certificateFile;
  }

  /** PEM file (PKCS#8) with the client certificate's private key, or null. */
  public String keyFile() {
    return keyFile;
  }

  /** The ACL token, or null. A secret: never logged, never in a message. */
  public String token() {
    return token;
  }

  /** A file whose trimmed content is the ACL token, read again when it changes, or null. */
  public String tokenFile() {
    return tokenFile;
  }

  /** Datacenter to ask, or null: the agent's own. */
  public String datacenter() {
    return datacenter;
  }

  /** Tags that every endpoint must carry; empty: any. */
  public List<String> tags() {
    return tags;
  }

  /** How long a blocking query may wait; Consul allows 1 s to 10 min and defaults to 5 min. */
  public Duration queryWait() {
    return wait;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return (tls ? "consul+https://" : "consul://") + host + ":" + port;
  }

  /** Builds a {@link ConsulConfig}. */
  public static final class Builder {
    private final String host;
    private final int port;
    private boolean tls;
    private String caFile;
    private String certificateFile;
    private String keyFile;
    private String token;
    private String tokenFile;
    private String datacenter;
    private List<String> tags = Collections.emptyList();
    private Duration wait = Duration.ofMinutes(5);

    private Builder(String host, int port) {
      this.host = host;
      this.port = port;
    }

    /** See {@link ConsulConfig#tls()}. */
    public Builder tls(boolean tls) {
      this.tls = tls;
      return this;
    }

    /** See {@link ConsulConfig#caFile()}. */
    public Builder caFile(String caFile) {
      this.caFile = caFile;
      return this;
    }

    /** See {@link ConsulConfig#certificateFile()} and {@link ConsulConfig#keyFile()}. */
    public Builder clientCertificate(String certificateFile, String keyFile) {
      this.certificateFile = certificateFile;
      this.keyFile = keyFile;
      return this;
    }

    /** See {@link ConsulConfig#token()}. */
    public Builder token(String token) {
      this.token = token;
      return this;
    }

    /** See {@link ConsulConfig#tokenFile()}. */
    public Builder tokenFile(String tokenFile) {
      this.tokenFile = tokenFile;
      return this;
    }

    /** See {@link ConsulConfig#datacenter()}. */
    public Builder datacenter(String datacenter) {
      this.datacenter = datacenter;
      return this;
    }

    /** See {@link ConsulConfig#tags()}. */
    public Builder tags(List<String> tags) {
      this.tags = tags;
      return this;
    }

    /** See {@link ConsulConfig#queryWait()}. */
    public Builder queryWait(Duration wait) {
      this.wait = wait;
      return this;
    }

    /** The configuration. */
    public ConsulConfig build() {
      return new ConsulConfig(this);
    }
  }
}
