package dev.remora.core.security.oauth2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.remora.core.config.HttpUrl;
import dev.remora.core.config.TokenConfig;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;
import dev.remora.core.transport.Tls;
import dev.remora.core.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an authorization server issues tokens: as it is set, or as its metadata say (RFC 8414, and
 * OpenID Connect Discovery 1.0 where there are none of those), which are asked for once, and again
 * after a failure.
 */
final class TokenServer {
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int LARGEST = 256 << 10;
  private static final String RFC_8414 = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  /** Told once. */
  interface Found {
    /** Tokens are issued at {@code url} of {@code peer}. */
    void found(Peer peer, HttpUrl url);

    /** It is not known. */
    void failed(Fault fault);
  }

  private final TokenConfig config;
  private final Transport transport;
  private final Tls tls;

  // Guarded by this.
  private final Map<String, Peer> peers = new HashMap<>();
  private final List<Found> waiting = new ArrayList<>();
  private HttpUrl endpoint;

  TokenServer(TokenConfig config, Transport transport) {
    this.config = config;
    this.transport = transport;
    this.tls = Tls.of(config.ca(), null, null);
    this.endpoint = config.tokenEndpoint();
  }

  /** Tells where; the metadata are asked for once for all that wait. */
  void find(Found found) {
    HttpUrl known;
    synchronized (this) {
      known = endpoint;
      if (known == null) {
        waiting.add(found);
        if (waiting.size() > 1) {
          return;
        }
      }
    }
    if (known != null) {
      found.found(peer(known), known);
    } else {
      ask(RFC_8414 + withoutSlash(config.issuer().path()), true);
    }
  }

  /** What the metadata say is asked for again: what they said did not do. */
  synchronized void forget() {
    endpoint = config.tokenEndpoint();
  }

  private synchronized Peer peer(HttpUrl url) {
    String origin = url.tls() + url.host() + ":" + url.port();
    Peer peer = peers.get(origin);
    if (peer == null) {
      peer =
          url.tls()
              ? transport.peer(url.host(), url.port(), tls)
              : transport.peer(url.host(), url.port());
      peers.put(origin, peer);
    }
    return peer;
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void ask(String path, boolean again) {
    Request request =
        Request.get(path).header("Accept", "application/json").timeout(TIMEOUT).maxBody(LARGEST);
    peer(config.issuer())
        .send(
            request,
            new Callback() {
              @Override
              public void answered(Response response) {
                if (again && response.status() >= 400 && response.status() < 500) {
                  ask(withoutSlash(config.issuer().path()) + OPENID, false);
                  return;
                }
                try {
                  tell(read(response), null);
                } catch (Fault e) {
                  tell(null, e);
                }
              }

              @Override
              public void failed(Exception cause) {
                tell(null, OAuth2Client.unreachable(cause));
              }
            });
  }

  private HttpUrl read(Response response) throws Fault {
    if (response.status() != 200) {
      throw unusable(response, "with " + response.status());
    }
    String issuer;
    String tokens;
    try {
      JsonObject json =
          JsonParser.parseString(new String(response.body(), StandardCharsets.UTF_8))
              .getAsJsonObject();
      issuer = string(json.get("issuer"));
      tokens = string(json.get("token_endpoint"));
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw unusable(response, "without a JSON object");
    }
    // RFC 8414, section 3.3: else another server could be made to stand in for it.
    if (!config.issuer().toString().equals(issuer)) {
      throw unusable(response, "for another issuer");
    }
    HttpUrl url = tokens == null ? null : HttpUrl.parseWithQuery(tokens);
    if (url == null) {
      throw unusable(response, "without a token_endpoint");
    }
    if (!url.tls() && !url.isLoopback() && !config.allowHttpToServer()) {
      throw unusable(response, "with a token_endpoint without TLS");
    }
    return url;
  }

  private static String string(JsonElement value) {
    return value == null || !value.isJsonPrimitive() ? null : value.getAsString();
  }

  private static Fault unusable(Response response, String how) {
    boolean refused = response.status() / 100 == 3 || response.status() / 100 == 4;
    return new Fault(
        refused ? Fault.Kind.REFUSED : Fault.Kind.TROUBLED,
        response.status(),
        "its metadata are answered " + how);
  }

  private void tell(HttpUrl url, Fault fault) {
    List<Found> told;
    synchronized (this) {
      told = new ArrayList<>(waiting);
      waiting.clear();
      endpoint = url;
    }
    for (Found each : told) {
      if (url == null) {
        each.failed(fault);
      } else {
        each.found(peer(url), url);
      }
    }
  }
}
