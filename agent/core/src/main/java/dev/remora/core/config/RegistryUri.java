package dev.remora.core.config;

/**
 * Where services are looked up: {@code consul://host:port}, {@code consul+https://host:port},
 * {@code file:path.yaml} or {@code dir:path}. Immutable.
 *
 * <p>Paths are taken literally, without percent-decoding; relative ones are relative to the
 * process's working directory.
 */
public final class RegistryUri {
  /** The kinds of registry. */
  public enum Kind {
    /** A Consul agent. */
    CONSUL,
    /** A YAML file of endpoints. */
    FILE,
    /** A folder of files with heartbeats. */
    DIR
  }

  static final String ALLOWED =
      "consul://host:port, consul+https://host:port, file:path.yaml, dir:path";

  private static final String CONSUL = "consul://";
  private static final String CONSUL_TLS = "consul+https://";

  private final Kind kind;
  private final boolean tls;
  private final String host;
  private final int port;
  private final String path;

  private RegistryUri(Kind kind, boolean tls, String host, int port, String path) {
    this.kind = kind;
    this.tls = tls;
    this.host = host;
    this.port = port;
    this.path = path;
  }

  static RegistryUri parse(String text) {
    if (text.startsWith(CONSUL)) {
      return consul(text.substring(CONSUL.length()), false);
    }
    if (text.startsWith(CONSUL_TLS)) {
      return consul(text.substring(CONSUL_TLS.length()), true);
    }
    if (text.startsWith("file:")) {
      return new RegistryUri(Kind.FILE, false, null, 0, path(text.substring("file:".length())));
    }
    if (text.startsWith("dir:")) {
      return new RegistryUri(Kind.DIR, false, null, 0, path(text.substring("dir:".length())));
    }
    throw new Type.BadValue("is not a registry");
  }

  private static RegistryUri consul(String rest, boolean tls) {
    if (rest.indexOf('@') >= 0) {
      throw new Type.BadValue(
          "must not hold a user or password (a token goes into consul.token-file)");
    }
    String authority = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
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
    int number = port.isEmpty() ? (tls ? 8501 : 8500) : Ports.parse(port);
    return new RegistryUri(Kind.CONSUL, tls, host, number, null);
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
      char c = text.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '-'
              || c == '_';
      if (!fits) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Which kind of registry. */
  public Kind kind() {
    return kind;
  }

  /** Whether it is reached over the network, and so may be away or lie. */
  public boolean isRemote() {
    return host != null;
  }

  /** Whether services can be put into it. */
  public boolean takesRegistrations() {
    return kind == Kind.CONSUL || kind == Kind.DIR;
  }

  /** Whether TLS is spoken with it. */
  public boolean tls() {
    return tls;
  }

  /** Host name or IP literal without brackets; null for a path. */
  public String host() {
    return host;
  }

  /** 1 to 65535; 0 for a path. */
  public int port() {
    return port;
  }

  /** The path of a file or folder; null for a host. */
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
        return "file:" + path;
      case DIR:
        return "dir:" + path;
      default:
        return (tls ? CONSUL_TLS : CONSUL)
            + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
            + ":"
            + port;
    }
  }
}
