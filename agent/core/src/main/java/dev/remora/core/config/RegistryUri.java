package dev.remora.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where services are looked up: {@code consul://host:port}, {@code eureka://host:port/path}, either
 * with {@code +https}, {@code dns://host:port} or {@code dns:}, {@code file:path.yaml} or {@code
 * dir:path}. Immutable.
 *
 * <p>Paths are taken literally, without percent-decoding; relative ones are relative to the
 * process's working directory.
 */
public final class RegistryUri {
  /** The kinds of registry. */
  public enum Kind {
    /** A Consul agent. */
    CONSUL,
    /** One or more Eureka servers. */
    EUREKA,
    /** One or more DNS servers. */
    DNS,
    /** A YAML file of endpoints. */
    FILE,
    /** A folder of files with heartbeats. */
    DIR
  }

  static final String ALLOWED =
      "consul://host:port, consul+https://host:port, eureka://host:port/path,"
          + " eureka+https://host:port/path, dns://host:port, dns:, file:path.yaml, dir:path";

  private static final String CONSUL = "consul://";
  private static final String CONSUL_TLS = "consul+https://";
  private static final String EUREKA = "eureka://";
  private static final String EUREKA_TLS = "eureka+https://";
  private static final String DNS = "dns://";
  private static final String SYSTEM_DNS = "dns:";
  private static final String FILE = "file:";
  private static final String DIR = "dir:";
  private static final String[] BEGINNINGS = {
    CONSUL, CONSUL_TLS, EUREKA, EUREKA_TLS, DNS, FILE, DIR
  };

  /** Where Spring Cloud's server listens: EurekaClientConfigBean.DEFAULT_URL. */
  private static final int EUREKA_PORT = 8761;

  private static final String EUREKA_PATH = "/eureka";

  /** RFC 1035, section 4.2. */
  private static final int DNS_PORT = 53;

  private final Kind kind;
  private final boolean tls;
  private final List<Authority> authorities;
  private final String path;

  private RegistryUri(Kind kind, boolean tls, List<Authority> authorities, String path) {
    this.kind = kind;
    this.tls = tls;
    this.authorities = Collections.unmodifiableList(authorities);
    this.path = path;
  }

  static RegistryUri parse(String text) {
    if (text.startsWith(CONSUL)) {
      return consul(text.substring(CONSUL.length()), false);
    }
    if (text.startsWith(CONSUL_TLS)) {
      return consul(text.substring(CONSUL_TLS.length()), true);
    }
    if (text.startsWith(EUREKA)) {
      return eureka(text.substring(EUREKA.length()), false);
    }
    if (text.startsWith(EUREKA_TLS)) {
      return eureka(text.substring(EUREKA_TLS.length()), true);
    }
    if (text.startsWith(SYSTEM_DNS)) {
      return dns(text);
    }
    if (text.startsWith(FILE)) {
      return of(Kind.FILE, path(text.substring(FILE.length())));
    }
    if (text.startsWith(DIR)) {
      return of(Kind.DIR, path(text.substring(DIR.length())));
    }
    throw new Type.BadValue("is not a registry");
  }

  /** Several servers of Eureka or DNS are one registry: {@code eureka://a:8761,b:8761/eureka}. */
  static boolean holdsComma(String before, String after) {
    if (!before.startsWith(EUREKA) && !before.startsWith(EUREKA_TLS) && !before.startsWith(DNS)) {
      return false;
    }
    for (String beginning : BEGINNINGS) {
      if (after.startsWith(beginning)) {
        return false;
      }
    }
    // Followed by a port it would be a server of that name.
    return !after.equals(SYSTEM_DNS) && !after.startsWith(SYSTEM_DNS + ",");
  }

  private static RegistryUri of(Kind kind, String path) {
    return new RegistryUri(kind, false, Collections.<Authority>emptyList(), path);
  }

  /** {@code a:8761,b:8761/eureka}; the path is that of all servers. */
  private static RegistryUri eureka(String rest, boolean tls) {
    if (rest.indexOf('@') >= 0) {
      throw new Type.BadValue(
          "must not hold a user or password (they go into eureka.username and"
              + " eureka.password-file)");
    }
    int slash = rest.indexOf('/');
    String path = slash < 0 ? "" : rest.substring(slash);
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!isNameCharacter(c) && c != '/' && c != '~' && c != '%') {
        throw new Type.BadValue("has a path that can't be read");
      }
    }
    List<Authority> authorities =
        authorities(slash < 0 ? rest : rest.substring(0, slash), EUREKA_PORT);
    return new RegistryUri(Kind.EUREKA, tls, authorities, path.isEmpty() ? EUREKA_PATH : path);
  }

  /** {@code dns:}, or {@code dns://a,b:53}. */
  private static RegistryUri dns(String text) {
    if (text.equals(SYSTEM_DNS)) {
      return of(Kind.DNS, null);
    }
    if (!text.startsWith(DNS)) {
      throw new Type.BadValue("has no // before its servers");
    }
    if (text.indexOf('@') >= 0) {
      throw new Type.BadValue("must not hold a user or password");
    }
    String rest = text.substring(DNS.length());
    String names = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    return new RegistryUri(Kind.DNS, false, authorities(names, DNS_PORT), null);
  }

  /** {@code a:8761,b}. */
  private static List<Authority> authorities(String names, int defaultPort) {
    List<Authority> authorities = new ArrayList<>();
    int from = 0;
    while (from <= names.length()) {
      int comma = names.indexOf(',', from);
      int to = comma < 0 ? names.length() : comma;
      authorities.add(authority(names.substring(from, to).trim(), defaultPort));
      from = to + 1;
    }
    return authorities;
  }

  private static RegistryUri consul(String rest, boolean tls) {
    if (rest.indexOf('@') >= 0) {
      throw new Type.BadValue(
          "must not hold a user or password (a token goes into consul.token-file)");
    }
    String authority = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    List<Authority> one = Collections.singletonList(authority(authority, tls ? 8501 : 8500));
    return new RegistryUri(Kind.CONSUL, tls, one, null);
  }

  private static Authority authority(String authority, int defaultPort) {
    String host = authority;
    String port = "";
    int bracket = authority.lastIndexOf(']');
    int colon = authority.lastIndexOf(':');
    if (colon > bracket) {
      host = authority.substring(0, colon);
      port = authority.substring(colon + 1);
      if (port.isEmpty()) {
        throw new Type.BadValue("has no port after the colon");
      }
    }
    if (host.startsWith("[") && host.endsWith("]") && isIpv6(host.substring(1, bracket))) {
      host = host.substring(1, bracket);
    } else if (!isName(host)) {
      throw new Type.BadValue(host.isEmpty() ? "has no host" : "has a host that can't be read");
    }
    return new Authority(host, port.isEmpty() ? defaultPort : Ports.parse(port));
  }

  /** {@code a/b}, {@code /a/b} and {@code ///a/b} are paths; {@code //a/b} would name a host. */
  private static String path(String rest) {
    String path = rest;
    if (path.startsWith("//")) {
      path = path.substring(2);
      if (!path.startsWith("/")) {
        throw new Type.BadValue("names a host where a path is needed");
      }
    }
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw new Type.BadValue("has no path");
    }
    return path;
  }

  private static boolean isIpv6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.' && c != '%') {
        return false;
      }
    }
    return text.indexOf(':') >= 0;
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  /** Which kind of registry. */
  public Kind kind() {
    return kind;
  }

  /** Whether it is reached over the network, and so may be away or lie. */
  public boolean isRemote() {
    return kind != Kind.FILE && kind != Kind.DIR;
  }

  /** Whether services can be put into it. */
  public boolean takesRegistrations() {
    return kind == Kind.CONSUL || kind == Kind.EUREKA || kind == Kind.DIR;
  }

  /** Whether TLS is spoken with it. */
  public boolean tls() {
    return tls;
  }

  /** Host name or IP literal without brackets, of the first if there are several; null if none. */
  public String host() {
    return authorities.isEmpty() ? null : authorities.get(0).host();
  }

  /** 1 to 65535, of the first if there are several; 0 if there is none. */
  public int port() {
    return authorities.isEmpty() ? 0 : authorities.get(0).port();
  }

  /**
   * Where the registry listens, the preferred place first; empty for a path, and for {@code dns:},
   * which stands for the servers that this machine is set up with.
   */
  public List<Authority> authorities() {
    return authorities;
  }

  /**
   * The path of a file or folder; of Eureka the beginning of all request paths, with a slash at its
   * beginning and none at its end; null for Consul and DNS.
   */
  public String path() {
    return path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegistryUri && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** As it is written in a configuration. */
  @Override
  public String toString() {
    switch (kind) {
      case FILE:
        return FILE + path;
      case DIR:
        return DIR + path;
      case DNS:
        return authorities.isEmpty() ? SYSTEM_DNS : DNS + Words.join(authorities, ",");
      case EUREKA:
        return (tls ? EUREKA_TLS : EUREKA) + Words.join(authorities, ",") + path;
      default:
        return (tls ? CONSUL_TLS : CONSUL) + authorities.get(0);
    }
  }

  /** One place where a registry listens. Immutable. */
  public static final class Authority {
    private final String host;
    private final int port;

    Authority(String host, int port) {
      this.host = host;
      this.port = port;
    }

    /** Host name or IP literal without brackets. */
    public String host() {
      return host;
    }

    /** 1 to 65535. */
    public int port() {
      return port;
    }

    /** {@code host:port}, IPv6 literals in brackets. */
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
