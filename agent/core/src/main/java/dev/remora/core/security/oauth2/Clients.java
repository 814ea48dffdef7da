package dev.remora.core.security.oauth2;

import dev.remora.core.config.TokenConfig;
import dev.remora.core.security.Resources;
import dev.remora.core.security.jwt.KeyFiles;
import java.util.HashMap;
import java.util.Map;

/** The clients there are: services whose settings name the same one share it. */
public final class Clients {
  private final KeyFiles files;
  private final Resources resources;
  private final Map<Object, OAuth2Client> clients = new HashMap<>();

  /** None so far. */
  public Clients(KeyFiles files, Resources resources) {
    this.files = files;
    this.resources = resources;
  }

  /** The client that {@code config} names. */
  public synchronized OAuth2Client client(TokenConfig config) {
    Object key = config.clientIdentity();
    OAuth2Client client = clients.get(key);
    if (client == null) {
      client = new OAuth2Client(config, files, resources);
      clients.put(key, client);
    }
    return client;
  }
}
