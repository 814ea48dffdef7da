package dev.remora.gateway.auth.introspection;

import dev.remora.core.config.Types;
import dev.remora.core.discovery.remote.Secret;
import dev.remora.gateway.config.Section;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who the gateway is to an introspection endpoint: sent as a password (RFC 6749, section 2.3.1).
 *
 * @param id the client
 * @param secret what proves it, or {@code env:NAME}; null: it is in a file
 * @param file the file that holds it; null: there is none
 */
record ClientSecret(String id, String secret, String file) {
  private static final String ENVIRONMENT = "env:";

  /** Reads the settings; null after a problem. */
  static ClientSecret read(Section section) {
    String id = section.required("client-id", Types.TEXT);
    String secret = section.value("client-secret", Types.CLIENT_SECRET, null);
    String file = section.value("client-secret-file", Types.PATH, null);
    if ((secret == null) == (file == null)) {
      section.problem("client-id", "allowed: with one of client-secret, client-secret-file");
    }
    return id == null ? null : new ClientSecret(id, secret, file);
  }

  Secret open() {
    String fixed =
        secret != null && secret.startsWith(ENVIRONMENT)
            ? System.getenv(secret.substring(ENVIRONMENT.length()))
            : secret;
    return new Secret("client secret", fixed, file);
  }

  /** The value of {@code Authorization}. */
  String authorization(Secret opened) throws IOException {
    if (!opened.configured()) {
      throw new IOException("the environment variable of the client secret is not set");
    }
    String pair = encode(id) + ":" + encode(opened.value());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "client " + id;
  }
}
