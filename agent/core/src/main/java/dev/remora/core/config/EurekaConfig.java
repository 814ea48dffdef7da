package dev.remora.core.config;

import java.time.Duration;
import java.util.List;

/** How to reach the Eureka servers and how to read what they tell. Immutable. */
public final class EurekaConfig {
  /** The addresses that Eureka has of an endpoint. */
  public enum Address {
    /** {@code ipAddr}. */
    IP,
    /** {@code hostName}. */
    HOSTNAME
  }

  private final RegistryUri uri;
  private final String caFile;
  private final String certificateFile;
  private final String keyFile;
  private final String username;
  private final String password;
  private final String passwordFile;
  private final Duration poll;
  private final Address prefer;
  private final String zone;
  private final Duration renewal;

  private EurekaConfig(Builder builder) {
    this.uri = builder.uri;
    this.caFile = builder.caFile;
    this.certificateFile = builder.certificateFile;
    this.keyFile = builder.keyFile;
    this.username = builder.username;
    this.password = builder.password;
    this.passwordFile = builder.passwordFile;
    this.poll = builder.poll;
    this.prefer = builder.prefer;
    this.zone = builder.zone;
    this.renewal = builder.renewal;
  }

  /**
   * Starts a configuration.
   *
   * @param uri {@code eureka://…} or {@code eureka+https://…}
   * @throws IllegalArgumentException if it is neither
   */
  public static Builder at(String uri) {
    try {
      return at(RegistryUri.parse(uri));
    } catch (Type.BadValue e) {
      throw new IllegalArgumentException(Words.quote(uri) + " " + e.getMessage());
    }
  }

  static Builder at(RegistryUri uri) {
    if (uri.kind() != RegistryUri.Kind.EUREKA) {
      throw new IllegalArgumentException(uri + " is not Eureka");
    }
    return new Builder(uri);
  }

  /** The servers, the preferred one first. */
  public List<RegistryUri.Authority> servers() {
    return uri.authorities();
  }

  /** With what all request paths begin, for example {@code /eureka}. */
  public String path() {
    return uri.path();
  }

  /** Whether TLS is spoken ({@code eureka+https://}). */
  public boolean tls() {
    return uri.tls();
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

  /** The user to sign in as, or null. */
  public String username() {
    return username;
  }

  /** That user's password, or null. A secret: never logged, never in a message. */
  public String password() {
    return password;
  }

  /** A file whose trimmed content is the password, read again when it changes, or null. */
  public String passwordFile() {
    return passwordFile;
  }

  /** The time between two looks at the registry; Eureka's own client: 30 s. */
  public Duration poll() {
    return poll;
  }

  /** Which address of an endpoint is called. */
  public Address prefer() {
    return prefer;
  }

  /** The zone in which this process registers, or null. */
  public String zone() {
    return zone;
  }

  /**
   * The time between two signs of life of this process, a third of its lease. 30 s, as Eureka's own
   * client has it: a server's self-preservation counts on that, so it is no setting.
   */
  public Duration renewal() {
    return renewal;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return uri.toString();
  }

  /** Builds a {@link EurekaConfig}. */
  public static final class Builder {
    private final RegistryUri uri;
    private String caFile;
    private String certificateFile;
    private String keyFile;
    private String username;
    private String password;
    private String passwordFile;
    private Duration poll = Duration.ofSeconds(30);
    private Address prefer = Address.IP;
    private String zone;
    private Duration renewal = Duration.ofSeconds(30);

    private Builder(RegistryUri uri) {
      this.uri = uri;
    }

    /** See {@link EurekaConfig#caFile()}. */
    public Builder caFile(String caFile) {
      this.caFile = caFile;
      return this;
    }

    /** See {@link EurekaConfig#certificateFile()} and {@link EurekaConfig#keyFile()}. */
    public Builder clientCertificate(String certificateFile, String keyFile) {
      this.certificateFile = certificateFile;
      this.keyFile = keyFile;
      return this;
    }

    /** See {@link EurekaConfig#username()}. */
    public Builder username(String username) {
      this.username = username;
      return this;
    }

    /** See {@link EurekaConfig#password()}. */
    public Builder password(String password) {
      this.password = password;
      return this;
    }

    /** See {@link EurekaConfig#passwordFile()}. */
    public Builder passwordFile(String passwordFile) {
      this.passwordFile = passwordFile;
      return this;
    }

    /** See {@link EurekaConfig#poll()}. */
    public Builder poll(Duration poll) {
      this.poll = poll;
      return this;
    }

    /** See {@link EurekaConfig#prefer()}. */
    public Builder prefer(Address prefer) {
      this.prefer = prefer;
      return this;
    }

    /** See {@link EurekaConfig#zone()}. */
    public Builder zone(String zone) {
      this.zone = zone;
      return this;
    }

    /** See {@link EurekaConfig#renewal()}; whole seconds. */
    public Builder renewal(Duration renewal) {
      this.renewal = renewal;
      return this;
    }

    /** The configuration. */
    public EurekaConfig build() {
      return new EurekaConfig(this);
    }
  }
}
