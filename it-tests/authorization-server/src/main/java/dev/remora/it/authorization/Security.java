package dev.remora.it.authorization;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.OncePerRequestFilter;

/** Its key, its filters, and the audiences that clients ask for. */
@Configuration
class Security {
  private final AtomicInteger asked = new AtomicInteger();

  @Bean
  SecurityFilterChain filters(HttpSecurity http) {
    http.oauth2AuthorizationServer(server -> http.securityMatcher(server.getEndpointsMatcher()));
    http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
    return http.build();
  }

  /** Counts the requests for tokens; {@code GET /asked} tells how many there were. */
  @Bean
  OncePerRequestFilter counter() {
    return new Counter(asked);
  }

  @Bean
  OncePerRequestFilter logIn(
      OAuth2AuthorizationService authorizations,
      RegisteredClientRepository clients,
      JWKSource<SecurityContext> keys) {
    return new LogIn(authorizations, clients, new NimbusJwtEncoder(keys));
  }

  @Bean
  OAuth2AuthorizationService authorizations() {
    return new InMemoryOAuth2AuthorizationService();
  }

  @Bean
  JWKSource<SecurityContext> keys() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    RSAKey key =
        new RSAKey.Builder((RSAPublicKey) pair.getPublic())
            .privateKey(pair.getPrivate())
            .keyID(UUID.randomUUID().toString())
            .build();
    return new ImmutableJWKSet<>(new JWKSet(key));
  }

  /** Spring names the client as the audience unless told otherwise. */
  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> audiences() {
    return context -> {
      Object grant = context.getAuthorizationGrant();
      if (grant instanceof OAuth2ClientCredentialsAuthenticationToken own) {
        Object audience = own.getAdditionalParameters().get("audience");
        if (audience != null) {
          context.getClaims().audience(List.of(audience.toString()));
        }
      } else if (grant instanceof OAuth2TokenExchangeAuthenticationToken exchange
          && !exchange.getAudiences().isEmpty()) {
        context.getClaims().audience(List.copyOf(exchange.getAudiences()));
      }
    };
  }
}
