package dev.remora.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which DNS servers to ask, and for what. Immutable. */
public final class DnsConfig {
  /** The kinds of addresses that DNS has of a name. */
  public enum Family {
    /** A records. */
    IPV4,
    /** AAAA records. */
    IPV6
  }

  private final RegistryUri uri;
  private final List<DnsService> services;
  private final Family prefer;
  private final Duration minTtl;
  private final Duration maxTtl;
  private final Duration timeout;
  private final String resolvConf;

  private DnsConfig(Builder builder) {
    this.uri = builder.uri;
    this.services = Collections.unmodifiableList(new ArrayList<>(builder.services));
    this.prefer = builder.prefer;
    this.minTtl = builder.minTtl;
    this.maxTtl = builder.maxTtl;
    this.timeout = builder.timeout;
    this.resolvConf = builder.resolvConf;
  }

  /**
   * Starts a configuration.
   *
   * @param uri {@code dns://…} or {@code dns:}
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
    if (uri.kind() != RegistryUri.Kind.DNS) {
      throw new IllegalArgumentException(uri + " is not DNS");
    }
    return new Builder(uri);
  }

  /** The servers, the preferred one first; empty: those of {@link #resolvConf}. */
  public List<RegistryUri.Authority> servers() {
    return uri.authorities();
  }

  /** The file that names this machine's DNS servers, see resolv.conf(5). */
  public String resolvConf() {
    return resolvConf;
  }

  /** What to look up, each with a name. */
  public List<DnsService> services() {
    return services;
  }

  /** Which addresses of a name are called; the others where it has none of these. */
  public Family prefer() {
    return prefer;
  }

  /** The shortest time between two looks at a name. */
  public Duration minTtl() {
    return minTtl;
  }

  /** The longest time between two looks at a name. */
  public Duration maxTtl() {
    return maxTtl;
  }

  /** How long a server may take to answer before the next is asked. */
  public Duration timeout() {
    return timeout;
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  /** Builds a {@link DnsConfig}. */
  public static final class Builder {
    private final RegistryUri uri;
    private final List<DnsService> services = new ArrayList<>();
    private Family prefer = Family.IPV4;
    private Duration minTtl = Duration.ofSeconds(2);
    private Duration maxTtl = Duration.ofMinutes(5);
    // Less than the 5 s of resolv.conf(5), as there is nobody who would wait that long.
    private Duration timeout = Duration.ofSeconds(2);
    private String resolvConf = "/etc/resolv.conf";

    private Builder(RegistryUri uri) {
      this.uri = uri;
    }

    /**
     * Adds a service, spelled as in {@code dns.services}.
     *
     * @throws IllegalArgumentException if it can't be read
     */
    public Builder service(String service) {
      try {
        return service(DnsService.parse(service));
      } catch (Type.BadValue e) {
        throw new IllegalArgumentException(Words.quote(service) + " " + e.getMessage());
      }
    }

    Builder service(DnsService service) {
      if (service.name() == null) {
        throw new IllegalArgumentException(service + " has no name in DNS");
      }
      services.add(service);
      return this;
    }

    /** See {@link DnsConfig#prefer()}. */
    public Builder prefer(Family prefer) {
      this.prefer = prefer;
      return this;
    }

    /** See {@link DnsConfig#minTtl()}. */
    public Builder minTtl(Duration minTtl) {
      this.minTtl = minTtl;
      return this;
    }

    /** See {@link DnsConfig#maxTtl()}. */
    public Builder maxTtl(Duration maxTtl) {
      this.maxTtl = maxTtl;
      return this;
    }

    /** See {@link DnsConfig#timeout()}. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** See {@link DnsConfig#resolvConf()}. */
    public Builder resolvConf(String resolvConf) {
      this.resolvConf = resolvConf;
      return this;
    }

    /** The configuration. */
    public DnsConfig build() {
      return new DnsConfig(this);
    }
  }
}
