package dev.remora.gateway.tls;

import io.vertx.core.http.ClientAuth;

/** Whether clients show a certificate. */
public enum ClientAuthentication {
  /** They are not asked for one. */
  NONE(ClientAuth.NONE),
  /** They are asked, and may have none; one that is not good ends the connection. */
  OPTIONAL(ClientAuth.REQUEST),
  /** Without a good one there is no connection. */
  REQUIRED(ClientAuth.REQUIRED);

  private final ClientAuth spelled;

  ClientAuthentication(ClientAuth spelled) {
    this.spelled = spelled;
  }

  ClientAuth spelled() {
    return spelled;
  }
}
