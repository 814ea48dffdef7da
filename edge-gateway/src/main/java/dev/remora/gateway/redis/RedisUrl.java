package dev.remora.gateway.redis;

import dev.remora.core.config.Type;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server of Redis is.
 *
 * @param isTls whether the scheme is {@code rediss}
 * @param database its number
 */
public record RedisUrl(boolean isTls, String host, int port, int database) {
  private static final int PORT = 6379;

  /** As it is written. */
  static final Type<RedisUrl> TYPE =
      new Type<RedisUrl>("redis://host:port/database, rediss://host:port/database (TLS)") {
        @Override
        public RedisUrl parse(String text) {
          try {
            return of(new URI(text));
          } catch (URISyntaxException e) {
            throw new BadValue("is no URL");
          }
        }

        private RedisUrl of(URI uri) {
          boolean isTls = "rediss".equals(uri.getScheme());
          if (!isTls && !"redis".equals(uri.getScheme())) {
            throw new BadValue("is neither redis:// nor rediss://");
          }
          if (uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new BadValue("is not such a URL");
          }
          String path = uri.getPath();
          if (!path.matches("/?([0-9]{1,4})?")) {
            throw new BadValue("names no database");
          }
          String database = path.replace("/", "");
          return new RedisUrl(
              isTls,
              uri.getHost().replaceAll("[\\[\\]]", ""),
              uri.getPort() < 0 ? PORT : uri.getPort(),
              database.isEmpty() ? 0 : Integer.parseInt(database));
        }
      };

  @Override
  public String toString() {
    return (isTls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
  }
}
