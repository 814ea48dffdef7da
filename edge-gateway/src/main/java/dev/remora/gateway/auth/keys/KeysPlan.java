package dev.remora.gateway.auth.keys;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.config.Types;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.remote.Outbound;
import dev.remora.gateway.config.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the keys of an issuer come from.
 *
 * @param issuer who signs, as tokens name it
 * @param file a JWK set that lies here; null: it is asked for
 * @param uri where it is asked for; null: the issuer's metadata say it
 * @param ca PEM file of whom to trust; null: as the JVM does
 * @param allowHttp whether plain HTTP will do on this machine
 * @param refresh how often it is asked for
 * @param maxStale how long it is used while it can't be had
 */
public record KeysPlan(
    String issuer,
    String file,
    HttpUrl uri,
    String ca,
    boolean allowHttp,
    Duration refresh,
    Duration maxStale) {
  /** Reads them from among the settings of a mechanism; null after a problem. */
  public static KeysPlan read(Section section) {
    String file = section.value("jwks-file", Types.PATH, null);
    HttpUrl uri = section.value("jwks-uri", Types.HTTP_URL, null);
    String issuer =
        file == null && uri == null
            ? text(section.required("issuer", Types.HTTP_URL))
            : section.required("issuer", Types.TEXT);
    KeysPlan plan =
        new KeysPlan(
            issuer,
            file,
            uri,
            section.value("ca", Types.PATH, null),
            section.value("allow-http", Types.FLAG, false),
            section.value("refresh", Types.duration("1m", "24h"), Duration.ofMinutes(10)),
            section.value("max-stale", Types.duration("1m", "720h"), Duration.ofHours(24)));
    if (file != null && uri != null) {
      section.problem("jwks-uri", "jwks-file is set as well; allowed: one of them");
    }
    if (issuer == null) {
      return null;
    }
    if (file != null) {
      check(section, file);
    } else {
      String objection = Outbound.objection(plan.asked(), plan.allowHttp);
      if (objection != null) {
        section.problem(
            uri == null ? "issuer" : "jwks-uri",
            objection + "; allowed: https, and http on this machine with allow-http: true");
      }
    }
    return plan;
  }

  private static void check(Section section, String file) {
    try {
      if (KeySet.read(Files.readAllBytes(Path.of(file))) == null) {
        section.problem("jwks-file", "holds no public key that can be used; allowed: a JWK set");
      }
    } catch (IOException e) {
      section.problem("jwks-file", "can't be read; allowed: the path of a file");
    }
  }

  private static String text(HttpUrl url) {
    return url == null ? null : url.toString();
  }

  /** What is asked first. */
  HttpUrl asked() {
    return uri == null ? HttpUrl.parse(issuer) : uri;
  }

  /** The keys. */
  public Keys build(Desk desk) {
    if (file != null) {
      return new FileKeys(file, desk.log());
    }
    Outbound outbound = new Outbound(desk.transport(), desk.executor(), ca, allowHttp, asked());
    RemoteKeys keys = new RemoteKeys(this, outbound, desk.log(), System::nanoTime);
    keys.tend();
    return keys;
  }
}
