package dev.remora.it.authorization;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * {@code GET /log-in?user=NAME} answers with a token of that user, without the pages in between.
 */
class LogIn extends OncePerRequestFilter implements Ordered {
  private final OAuth2AuthorizationService authorizations;
  private final RegisteredClientRepository clients;
  private final JwtEncoder encoder;

  LogIn(
      OAuth2AuthorizationService authorizations,
      RegisteredClientRepository clients,
      JwtEncoder encoder) {
    this.authorizations = authorizations;
    this.clients = clients;
    this.encoder = encoder;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!request.getRequestURI().equals("/log-in")) {
      chain.doFilter(request, response);
      return;
    }
    response.getWriter().print(token(request.getParameter("user")));
  }

  private String token(String user) {
    Instant now = Instant.now();
    Jwt jwt =
        encoder.encode(
            JwtEncoderParameters.from(
                JwtClaimsSet.builder()
                    .subject(user)
                    .issuedAt(now)
                    .expiresAt(now.plusSeconds(300))
                    .claim("scope", List.of("orders.read"))
                    .build()));
    OAuth2AccessToken token =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            jwt.getTokenValue(),
            jwt.getIssuedAt(),
            jwt.getExpiresAt(),
            Set.of("orders.read"));
    authorizations.save(
        OAuth2Authorization.withRegisteredClient(clients.findByClientId("basic"))
            .principalName(user)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .attribute(
                Principal.class.getName(),
                UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()))
            .token(
                token,
                metadata ->
                    metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, jwt.getClaims()))
            .build());
    return jwt.getTokenValue();
  }
}
