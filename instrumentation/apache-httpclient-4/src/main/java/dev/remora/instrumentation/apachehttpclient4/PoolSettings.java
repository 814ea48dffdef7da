package dev.remora.instrumentation.apachehttpclient4;

import org.apache.http.HttpHost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.pool.ConnPoolControl;

/** What the application has set for a service's route or host holds for each of its endpoints. */
final class PoolSettings {
  private PoolSettings() {}

  static void carryOver(Object manager, HttpRoute logical, HttpRoute key) {
    if (manager instanceof ConnPoolControl) {
      @SuppressWarnings("unchecked")
      ConnPoolControl<HttpRoute> pool = (ConnPoolControl<HttpRoute>) manager;
      int limit = pool.getMaxPerRoute(logical);
      if (limit != pool.getMaxPerRoute(key)) {
        pool.setMaxPerRoute(key, limit);
      }
    }
    if (manager instanceof PoolingHttpClientConnectionManager) {
      carryOver(
          (PoolingHttpClientConnectionManager) manager,
          logical.getTargetHost(),
          key.getTargetHost());
    }
  }

  private static void carryOver(
      PoolingHttpClientConnectionManager manager, HttpHost logical, HttpHost key) {
    SocketConfig socket = manager.getSocketConfig(logical);
    if (socket != null && socket != manager.getSocketConfig(key)) {
      manager.setSocketConfig(key, socket);
    }
    ConnectionConfig connection = manager.getConnectionConfig(logical);
    if (connection != null && connection != manager.getConnectionConfig(key)) {
      manager.setConnectionConfig(key, connection);
    }
  }
}
