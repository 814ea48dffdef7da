package dev.remora.gateway.tls;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * TLS to the endpoints of a service, as it is configured: names of files, not what they hold.
 *
 * @param service whose endpoints, in lower case; {@link #EVERY_SERVICE}: see there
 * @param ca whom endpoints' certificates are from; null: those whom the JVM trusts
 * @param own what the gateway shows itself with; null: nothing
 * @param serverName the host that the certificates of endpoints must be for
 * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
 */
public record UpstreamTlsConfig(
    String service, String ca, KeyPairFiles own, String serverName, String minVersion) {
  /** The key of what holds for services that have no settings of their own. */
  static final String EVERY_SERVICE = "*";

  /** Reads the settings {@code upstream-tls}: services and what is set for them. */
  public static Map<String, UpstreamTlsConfig> read(Section services) {
    Map<String, UpstreamTlsConfig> all = new HashMap<>();
    for (String key : services.keys()) {
      String service = key.toLowerCase(Locale.ROOT);
      UpstreamTlsConfig read = services.optional(key, tls -> read(service, tls));
      if (read != null && all.put(service, read) != null) {
        services.problem(key, "is set twice; allowed: once, in whatever case");
      } else if (read == null) {
        all.put(service, new UpstreamTlsConfig(service, null, null, null, "TLSv1.2"));
      }
    }
    return Map.copyOf(all);
  }

  private static UpstreamTlsConfig read(String service, Section tls) {
    UpstreamTlsConfig read =
        new UpstreamTlsConfig(
            service,
            tls.value("ca", Types.PATH, null),
            tls.has("certificate") || tls.has("key") ? KeyPairFiles.read(tls) : null,
            tls.value("server-name", GatewayTypes.HOST, null),
            tls.value("min-version", TlsTypes.VERSION, "TLSv1.2"));
    try {
      Trust.load(read.ca);
    } catch (IOException e) {
      tls.problem("ca", e.getMessage());
    }
    return read;
  }

  List<String> paths() {
    List<String> paths = new ArrayList<>();
    if (ca != null) {
      paths.add(ca);
    }
    if (own != null) {
      paths.addAll(own.paths());
    }
    return paths;
  }
}
