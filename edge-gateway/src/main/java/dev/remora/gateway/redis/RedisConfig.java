package dev.remora.gateway.redis;

import dev.remora.core.config.Types;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.time.Duration;

/**
 * The settings {@code redis} at the top: the server that gateways share.
 *
 * @param username null: the server's default one
 * @param password itself, or {@code env:NAME}; null: none, or in a file
 * @param passwordFile read for each connection; or null
 * @param ca a PEM file of certificates to trust; null: those of the JVM
 * @param timeout how long an answer may take before the server counts as down
 * @param prefix what the names of all keys begin with
 */
public record RedisConfig(
    RedisUrl url,
    String username,
    String password,
    String passwordFile,
    String ca,
    Duration timeout,
    String prefix) {
  /** The key at the top. */
  public static final String KEY = "redis";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(50);

  /** Reads them from the top of the file; null where there are none, and after a problem. */
  public static RedisConfig read(Section top) {
    return top.optional(KEY, RedisConfig::of);
  }

  private static RedisConfig of(Section redis) {
    YamlNode place = redis.node("url");
    if (place != null && place.text() != null && place.text().indexOf('@') >= 0) {
      // Any other word about the value would repeat it.
      redis.problem(
          "url",
          "holds a user or a password; allowed: username and password or password-file beside it");
      return null;
    }
    RedisUrl url = redis.required("url", RedisUrl.TYPE);
    String username = redis.value("username", Types.SECRET, null);
    String password = redis.value("password", Types.CLIENT_SECRET, null);
    String file = redis.value("password-file", Types.PATH, null);
    String ca = redis.value("ca", Types.PATH, null);
    Duration timeout = redis.value("timeout", Types.duration("1ms", "5s"), DEFAULT_TIMEOUT);
    String prefix = redis.value("prefix", GatewayTypes.NAME, "remora");
    if (password != null && file != null) {
      redis.problem("password-file", "password is set as well; allowed: one of them");
    }
    if (username != null && password == null && file == null) {
      redis.problem("username", "has no password; allowed: password or password-file beside it");
    }
    if (ca != null && url != null && !url.isTls()) {
      redis.problem("ca", "is for a server with TLS; allowed: a url of rediss://");
    }
    return url == null ? null : new RedisConfig(url, username, password, file, ca, timeout, prefix);
  }

  /** Where it is, never what proves who asks. */
  @Override
  public String toString() {
    return url.toString();
  }
}
