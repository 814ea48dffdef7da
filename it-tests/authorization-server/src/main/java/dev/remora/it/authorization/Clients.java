package dev.remora.it.authorization;

import java.time.Duration;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** A client of each kind. */
@Configuration
class Clients {
  /**
   * The clients: {@code secret-ID} is that of client ID, {@code jwks} tells the keys of those with
   * one.
   */
  @Bean
  RegisteredClientRepository registeredClients(
      @Value("${secret}") String secret, @Value("${jwks:https://localhost/none}") String jwks) {
    return new InMemoryRegisteredClientRepository(
        client("basic", ClientAuthenticationMethod.CLIENT_SECRET_BASIC, secret, 300).build(),
        client("post", ClientAuthenticationMethod.CLIENT_SECRET_POST, secret, 300).build(),
        client("brief", ClientAuthenticationMethod.CLIENT_SECRET_BASIC, secret, 2).build(),
        client("exchanger", ClientAuthenticationMethod.CLIENT_SECRET_BASIC, secret, 300)
            .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
            .build(),
        withKey("key-es256", jwks, SignatureAlgorithm.ES256),
        withKey("key-rs256", jwks, SignatureAlgorithm.RS256));
  }

  private static RegisteredClient withKey(String id, String jwks, SignatureAlgorithm algorithm) {
    return client(id, ClientAuthenticationMethod.PRIVATE_KEY_JWT, null, 300)
        .clientSettings(
            ClientSettings.builder()
                .jwkSetUrl(jwks)
                .tokenEndpointAuthenticationSigningAlgorithm(algorithm)
                .build())
        .build();
  }

  private static RegisteredClient.Builder client(
      String id, ClientAuthenticationMethod method, String secret, int seconds) {
    RegisteredClient.Builder client =
        RegisteredClient.withId(UUID.randomUUID().toString())
            .clientId(id)
            .clientAuthenticationMethod(method)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .scope("orders.read")
            .scope("orders.write")
            .tokenSettings(
                TokenSettings.builder().accessTokenTimeToLive(Duration.ofSeconds(seconds)).build());
    return secret == null ? client : client.clientSecret("{noop}" + secret + "-" + id);
  }
}
