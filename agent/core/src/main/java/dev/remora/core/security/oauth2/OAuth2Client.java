package dev.remora.core.security.oauth2;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.config.TokenConfig;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.security.Issuer;
import dev.remora.core.security.NoTokens;
import dev.remora.core.security.Resources;
import dev.remora.core.security.jwt.KeyFiles;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;

/** One client of one authorization server, whatever the tokens it asks for. */
public final class OAuth2Client {
  private final TokenConfig config;
  private final TokenServer server;
  private final Proof proof;
  private final Outage outage;

  OAuth2Client(TokenConfig config, KeyFiles files, Resources resources) {
    this.config = config;
    this.server = new TokenServer(config, resources.transport());
    this.proof = new Proof(config, files);
    this.outage = new Outage(new NoTokens(config.toString(), resources.log()), resources.timer());
  }

  /** Whether the server issues tokens to it. */
  Outage outage() {
    return outage;
  }

  /** Asks for a token with {@code grant}, to which what proves the client is added. */
  void ask(Form grant, Issuer.Answer answer) {
    server.find(
        new TokenServer.Found() {
          @Override
          public void found(Peer peer, HttpUrl url) {
            send(peer, url, grant, answer);
          }

          @Override
          public void failed(Fault fault) {
            answer.failed(redacted(fault));
          }
        });
  }

  private void send(Peer peer, HttpUrl url, Form grant, Issuer.Answer answer) {
    Request request;
    try {
      // Of the two that RFC 7523 allows the issuer is the one that servers agree on.
      String audience = (config.issuer() == null ? url : config.issuer()).toString();
      String authorization = proof.add(grant, audience);
      request =
          Proof.authorized(
                  Request.post(url.pathAndQuery(), grant.bytes(), Form.TYPE), authorization)
              .header("Accept", "application/json")
              .timeout(TokenServer.TIMEOUT)
              .maxBody(TokenResponse.LARGEST);
    } catch (Fault e) {
      answer.failed(redacted(e));
      return;
    }
    peer.send(
        request,
        new Callback() {
          @Override
          public void answered(Response response) {
            TokenResponse token;
            try {
              token = TokenResponse.read(response);
            } catch (Fault e) {
              fail(e, answer);
              return;
            }
            answer.issued(token.token(), token.lifetimeNanos());
          }

          @Override
          public void failed(Exception cause) {
            fail(unreachable(cause), answer);
          }
        });
  }

  private void fail(Fault fault, Issuer.Answer answer) {
    server.forget();
    if (fault.kind() == Fault.Kind.REFUSED) {
      proof.refused();
    }
    answer.failed(redacted(fault));
  }

  private Fault redacted(Fault fault) {
    return new Fault(fault.kind(), fault.status(), proof.redact(fault.reason()));
  }

  static Fault unreachable(Exception cause) {
    String message = cause.getMessage();
    return new Fault(
        Fault.Kind.UNREACHABLE,
        0,
        "it can't be reached: " + (message == null ? cause.getClass().getSimpleName() : message));
  }
}
