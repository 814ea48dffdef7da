package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Body;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;
import java.util.function.Consumer;

/** Redirects, which clients follow with the logical name in mind, and each in its own way. */
final class Redirects extends Group {
  private static final Consumer<Request> AUTHORIZED = header("Authorization", "Bearer token");

  Redirects(Stage stage) {
    super(stage);
  }

  private String redirect(int status, String to) {
    return orders("/redirect/" + status + "?to=" + to);
  }

  private static final String EXTERNAL = "http://localhost:{external}/ok/landing";

  @Case("redirect-relative")
  void relative() throws Exception {
    Pair pair = sameWell(get(redirect(302, "/ok/landing")));
    assertThat(pair.with().received()).hasSize(2);
  }

  @Case("redirect-relative-to-folder")
  void relativeToFolder() throws Exception {
    same(get(redirect(302, "landing")));
  }

  @Case("redirect-query-only")
  void queryOnly() throws Exception {
    same(command(options -> {}, get(redirect(302, "/ok?page=2#top"))));
  }

  @Case("redirect-absolute")
  void absolute() throws Exception {
    Pair pair = sameWell(get(redirect(302, orders("/ok/landing"))));
    assertThat(pair.with().received()).hasSize(2);
    assertThat(pair.with().received().get(1).authority()).isEqualTo(service());
    assertThat(pair.with().reply().url).isIn(null, orders("/ok/landing"));
  }

  @Case("redirect-to-other-service")
  void otherService() throws Exception {
    same(get(redirect(302, "http://inventory/ok/landing")));
  }

  @Case("redirect-to-explicit-port")
  void explicitPort() throws Exception {
    same(get(redirect(302, "http://orders:{other}/ok/landing")));
  }

  @Case("redirect-external")
  void external() throws Exception {
    same(get(redirect(302, EXTERNAL)));
  }

  @Case("redirect-to-address-of-endpoint")
  void toAddress() throws Exception {
    same(get(redirect(302, "http://127.0.0.1:{orders-A}/ok/landing"), AUTHORIZED));
  }

  @Case("redirect-from-external")
  void fromExternal() throws Exception {
    same(get("http://localhost:{external}/redirect/302?to=http://orders/ok/landing"));
  }

  @Case("redirect-to-tls")
  void toTls() throws Exception {
    same(get("http://orders/redirect/302?to=https://orders/ok/landing"));
  }

  @Case("redirect-to-unknown-name")
  void unknown() throws Exception {
    same(get(redirect(302, "http://nowhere/ok")));
  }

  @Case("redirect-chain")
  void chain() throws Exception {
    sameWell(get(redirect(302, redirect(302, redirect(302, "/ok/landing")))));
  }

  @Case("redirect-without-end")
  void loop() throws Exception {
    same(get(orders("/loop")));
  }

  @Case("redirect-not-followed")
  void notFollowed() throws Exception {
    Pair pair =
        same(options -> options.followRedirects = false, get(redirect(302, orders("/ok/landing"))));
    assertThat(pair.with().received()).hasSize(1);
    assertThat(pair.with().reply().status).isEqualTo(302);
  }

  @Case("redirect-301-with-body")
  void post301() throws Exception {
    posted(301);
  }

  @Case("redirect-302-with-body")
  void post302() throws Exception {
    posted(302);
  }

  @Case("redirect-303-with-body")
  void post303() throws Exception {
    posted(303);
  }

  @Case("redirect-307-with-body")
  void post307() throws Exception {
    posted(307);
  }

  @Case("redirect-308-with-body")
  void post308() throws Exception {
    posted(308);
  }

  @Case("redirect-307-external-with-body")
  void post307External() throws Exception {
    same(post(redirect(307, EXTERNAL), bytes("posted")));
  }

  @Case("redirect-307-with-one-shot-body")
  void post307OneShot() throws Exception {
    Pair pair =
        sameSeen(
            command(
                post(redirect(307, orders("/echo")), body(Body.Kind.STREAM, "posted once", 0))));
    // A client may have sent the head of the second request when it notices that the body is used.
    assertThat(pair.with().sentWhole()).isEqualTo(pair.without().sentWhole());
  }

  @Case("redirect-authorization-same-service")
  void authorization() throws Exception {
    same(get(redirect(302, orders("/ok/landing")), AUTHORIZED));
  }

  @Case("redirect-authorization-relative")
  void authorizationRelative() throws Exception {
    same(get(redirect(302, "/ok/landing"), AUTHORIZED));
  }

  @Case("redirect-authorization-other-service")
  void authorizationOtherService() throws Exception {
    same(get(redirect(302, "http://inventory/ok/landing"), AUTHORIZED));
  }

  @Case("redirect-authorization-external")
  void authorizationExternal() throws Exception {
    same(get(redirect(302, EXTERNAL), AUTHORIZED));
  }

  private void posted(int status) throws Exception {
    same(post(redirect(status, orders("/echo/landing")), bytes("posted")));
  }
}
