package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.routing.RequestInfo;
import dev.remora.core.security.TokenStatus;
import dev.remora.core.testing.SentRequest;

/** A mesh whose calls may carry tokens. */
abstract class WithTokens extends WithMesh {
  MeshCall secure() {
    return route(SentRequest.SECURE_GET);
  }

  MeshCall route(RequestInfo request) {
    MeshCall call = mesh.route("orders", request);
    assertThat(call).isNotNull();
    return call;
  }

  static void assertSends(MeshCall call, String token) {
    assertThat(call.rejection()).isNull();
    assertThat(call.headers()).containsExactly("authorization", "Bearer " + token);
  }

  /** A call made while a request with that token is served; null: with none. */
  MeshCall serving(String inbound) {
    return route(SentRequest.SECURE_GET.servingToken(inbound));
  }

  static String token(MeshCall call) {
    assertThat(call.rejection()).isNull();
    assertThat(call.headers()).hasSize(2).startsWith("authorization");
    assertThat(call.headers()[1]).startsWith("Bearer ");
    return call.headers()[1].substring("Bearer ".length());
  }

  TokenStatus tokenStatus() {
    return mesh.status().services().get(0).token();
  }
}
