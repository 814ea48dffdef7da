package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tokens of services, and the lines that say what is wrong with them. */
class TokenConfigTest extends WithConfig {
  private static final String SHOP =
      "token.oauth2.issuer=https://idp.example/a token.oauth2.client-id=shop";

  private static Config load(String settings) {
    Properties properties = new Properties();
    for (String setting : settings.split(" ", -1)) {
      int equals = setting.indexOf('=');
      String key = setting.substring(0, equals);
      properties.setProperty(
          key.startsWith("token.") ? "remora.services.orders." + key : "remora." + key,
          setting.substring(equals + 1));
    }
    return Config.load(null, properties, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token.file=a token.jwt.key=b | jwt.key: is set beside token.file; allowed: one of token.file, token.relay, token.jwt and token.oauth2",
        "token.relay=always | relay: is set without inbound.token; allowed: with relay there",
        "token.jwt.issuer=a | jwt.issuer: is set without token.jwt.key; allowed: both or neither",
        "token.jwt.key=a | jwt.key: the tokens would have no subject; allowed: with token.jwt.subject, or a service in register",
        "token.jwt.lifetime=6m | jwt.lifetime: \"6m\" is out of range; allowed: a whole number and ms, s, m or h, from 10s to 5m, such as 500ms, 2s",
        "token.allow-http=yes | allow-http: \"yes\" is neither true nor false; allowed: true, false",
        "token.oauth2.issuer=https://idp | oauth2.issuer: is set without token.oauth2.client-id; allowed: both or neither",
        "token.oauth2.client-id=a token.oauth2.client-secret=b | oauth2.client-id: is set without token.oauth2.issuer; allowed: with it, or token-endpoint",
        "token.oauth2.issuer=idp.example | oauth2.issuer: \"idp.example\" is not such a URL; allowed: https://host:port/path without a query",
        "token.oauth2.issuer=https://u:p@idp.example | oauth2.issuer: \"https://***@idp.example\" is not such a URL; allowed: https://host:port/path without a query",
        "token.oauth2.issuer=https://idp?x | oauth2.issuer: \"https://idp?***\" is not such a URL; allowed: https://host:port/path without a query",
        "token.oauth2.issuer=http://idp.example token.oauth2.client-id=a token.oauth2.client-secret=b | oauth2.issuer: \"http://idp.example\" would send secrets without TLS; allowed: https, this machine, or with token.oauth2.allow-http",
        "token.oauth2.token-endpoint=http://127.0.0.1.example/t token.oauth2.client-id=a token.oauth2.client-secret=b | oauth2.token-endpoint: \"http://127.0.0.1.example/t\" would send secrets without TLS; allowed: https, this machine, or with token.oauth2.allow-http",
        "token.oauth2.issuer=http://localhost token.oauth2.client-id=a token.oauth2.client-secret=b token.oauth2.ca=c | oauth2.ca: needs TLS, but the server is http://localhost; allowed: with https",
        "SHOP | oauth2.issuer: is set without a secret; allowed: with client-secret, client-secret-file or client-key",
        "SHOP token.oauth2.client-secret=a token.oauth2.client-key=b | oauth2.client-key: is set beside token.oauth2.client-secret; allowed: one of the two",
        "SHOP token.oauth2.client-secret=a token.oauth2.auth-method=private_key_jwt | oauth2.auth-method: private_key_jwt does not go with token.oauth2.client-secret; allowed: private_key_jwt with a key, the others with a secret",
        "SHOP token.oauth2.client-key=a token.oauth2.auth-method=client_secret_post | oauth2.auth-method: client_secret_post does not go with token.oauth2.client-key; allowed: private_key_jwt with a key, the others with a secret",
        "SHOP token.oauth2.auth-method=none | oauth2.auth-method: \"none\" is not known; allowed: client_secret_basic, client_secret_post, private_key_jwt",
        "SHOP token.oauth2.scope=a\"b | oauth2.scope: \"a\"b\" is not a scope; allowed: scopes, separated by commas",
        "SHOP token.oauth2.exchange=maybe | oauth2.exchange: \"maybe\" is not known; allowed: never, if-present, always",
        "SHOP token.oauth2.client-secret=a token.oauth2.exchange=always | oauth2.exchange: is set without inbound.token; allowed: with exchange or relay there",
        "SHOP token.oauth2.client-secret=s\u00e9cret | oauth2.client-secret: the value contains a character that is not allowed; allowed: visible ASCII characters, or env:NAME",
      })
  void mistakes(String settings, String line) {
    assertThat(WithBadConfig.message(() -> load(settings.replace("SHOP", SHOP))))
        .isEqualTo("-Dremora.services.orders.token." + line);
  }

  @Test
  void aProcessThatServesSomethingHasAName() {
    TokenConfig token =
        load("register=shop:8080,users:8081 token.jwt.key=a").service("orders").token();
    assertThat(token.subject()).isEqualTo("shop");
    assertThat(token.jwtIssuer()).isEqualTo("shop");
    assertThat(token.audience()).isNull();
    assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(token.identity("orders")).isNotEqualTo(token.identity("stock"));
  }

  @Test
  void ofAnAuthorizationServer() {
    TokenConfig token =
        load(SHOP + " token.oauth2.client-key=k token.oauth2.scope=b,a,b")
            .service("orders")
            .token();
    assertThat(token.authMethod()).isEqualTo(ClientAuthentication.PRIVATE_KEY_JWT);
    assertThat(token.scopes()).containsExactly("a", "b");
    assertThat(token.exchange()).isEqualTo(Exchange.NEVER);
    assertThat(token).hasToString("oauth2 client shop at https://idp.example/a");
    assertThat(token.identity("orders"))
        .isEqualTo(token.identity("stock"))
        .isEqualTo(
            load(SHOP + " token.oauth2.client-key=k token.oauth2.scope=a,b token.allow-http=true")
                .service("orders")
                .token()
                .identity("orders"))
        .isNotEqualTo(
            load(SHOP + " token.oauth2.client-key=k token.oauth2.scope=a")
                .service("orders")
                .token()
                .identity("orders"));
  }

  @Test
  void whatIsSetForAllGivesWay() throws IOException {
    Config config =
        yaml(
            "services:\n"
                + "  '*': {token: {oauth2: {issuer: 'https://idp', client-id: shop,"
                + " client-secret: x}, allow-http: true}}\n"
                + "  orders: {token: {oauth2: {scope: [orders.read]}}}\n"
                + "  stock: {token: {file: t}}\n");
    assertThat(config.service("users").token().scopes()).isEmpty();
    assertThat(config.service("orders").token().scopes())
        .isEqualTo(new java.util.TreeSet<>(List.of("orders.read")));
    assertThat(config.service("orders").token().clientId()).isEqualTo("shop");
    assertThat(config.service("stock").token().kind()).isEqualTo(TokenConfig.Kind.FILE);
    assertThat(config.service("stock").token().allowHttp()).isTrue();
  }

  @Test
  void nothingIsNoToken() {
    assertThat(load("token.allow-http=true").service("orders").token()).isNull();
    assertThat(ServiceConfig.DEFAULT.token()).isNull();
  }

  @Test
  void whereAServerIs() {
    for (String loopback : new String[] {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"}) {
      assertThat(HttpUrl.parse("http://" + loopback + ":80/").isLoopback()).isTrue();
    }
    for (String other :
        new String[] {"127.0.0.1.nip.io", "localhost.example", "[::2]", "10.0.0.1"}) {
      assertThat(HttpUrl.parse("http://" + other + "/").isLoopback()).as(other).isFalse();
    }
    HttpUrl url = HttpUrl.parse("HTTPS://idp.example/realms/a");
    assertThat(url.tls()).isTrue();
    assertThat(url.port()).isEqualTo(443);
    assertThat(url.path()).isEqualTo("/realms/a");
    assertThat(HttpUrl.parse("http://idp").pathAndQuery()).isEqualTo("/");
    assertThat(HttpUrl.parseWithQuery("http://idp/a?b=c").pathAndQuery()).isEqualTo("/a?b=c");
    for (String bad :
        new String[] {
          "ftp://a", "https:///a", "https://a:0", "https://a:70000", "x", "https://a#b"
        }) {
      assertThat(HttpUrl.parseWithQuery(bad)).as(bad).isNull();
    }
  }
}
