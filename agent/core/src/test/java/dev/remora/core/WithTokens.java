package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.security.TokenStatus;
import java.util.Locale;
import java.util.Map;

/** A mesh whose calls may carry tokens. */
abstract class WithTokens extends WithMesh {
  record Sent(boolean isSecure, Map<String, String> headers, Context context)
      implements RequestInfo {
    Sent(boolean isSecure, Map<String, String> headers) {
      this(isSecure, headers, null);
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/";
    }

    @Override
    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }
  }

  MeshCall secure() {
    return route(new Sent(true, Map.of()));
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
    return route(new Sent(true, Map.of(), new Context(null, null, null, inbound)));
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
