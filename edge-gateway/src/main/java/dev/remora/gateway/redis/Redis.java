package dev.remora.gateway.redis;

import dev.remora.core.discovery.remote.Secret;
import dev.remora.core.log.Log;
import dev.remora.gateway.plan.Parts;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server of Redis, as all event loops see it: each has a link of its own. */
public final class Redis {
  private static final String ENVIRONMENT = "env:";

  private final RedisConfig config;
  private final Vertx vertx;
  private final Log log;
  private final List<RedisScript> scripts;
  private final Secret password;
  private final AtomicBoolean down = new AtomicBoolean();

  private final FastThreadLocal<RedisLink> links =
      new FastThreadLocal<>() {
        @Override
        protected RedisLink initialValue() {
          return new RedisLink(Redis.this, vertx);
        }
      };

  private Redis(RedisConfig config, List<RedisScript> scripts, Parts parts) {
    this.config = config;
    this.scripts = scripts;
    this.vertx = parts.vertx();
    this.log = parts.log();
    this.password = password(config);
  }

  /**
   * The server, the same for all that use it with these scripts.
   *
   * @param scripts those that will be called
   */
  public static Redis of(RedisConfig config, List<RedisScript> scripts, Parts parts) {
    return parts.shared(new Key(config, scripts), () -> new Redis(config, scripts, parts));
  }

  private record Key(RedisConfig config, List<RedisScript> scripts) {}

  private static Secret password(RedisConfig config) {
    String fixed = config.password();
    if (fixed != null && fixed.startsWith(ENVIRONMENT)) {
      fixed = System.getenv(fixed.substring(ENVIRONMENT.length()));
      // One that is not set is no password at all, and the server says so.
    }
    return new Secret("password of Redis", fixed, config.passwordFile());
  }

  /** The link of the event loop that this is called on. */
  public RedisLink link() {
    return links.get();
  }

  /** The settings. */
  public RedisConfig config() {
    return config;
  }

  List<RedisScript> scripts() {
    return scripts;
  }

  /**
   * The password; null: none is set. May read a file.
   *
   * @throws IOException if the file can't be read; the message names it
   */
  String secret() throws IOException {
    return password.configured() ? password.value() : null;
  }

  /** A link is down; one line tells of all. */
  void isDown(String why) {
    if (down.compareAndSet(false, true)) {
      log.warn("Redis at " + config.url() + " does not answer: " + why);
    }
  }

  /** A link is up. */
  void isUp() {
    if (down.compareAndSet(true, false)) {
      log.info("Redis at " + config.url() + " answers again");
    }
  }
}
