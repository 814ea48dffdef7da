package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Stage;

/** Cookies belong to the service's name, not to the endpoint that set them. */
final class Cookies extends Group {
  Cookies(Stage stage) {
    super(stage);
  }

  @Case("cookies-of-one-service")
  void kept() throws Exception {
    Pair pair =
        same(
            options -> options.cookies = true,
            get(orders("/set-cookie")),
            get(orders("/ok/1")),
            get(orders("/ok/2")),
            get(orders("/ok/3")));
    assertThat(pair.with().received().get(3).field("Cookie")).contains("session=abc");
  }

  @Case("cookies-not-of-other-services")
  void apart() throws Exception {
    Pair pair =
        same(
            options -> options.cookies = true,
            get(orders("/set-cookie")),
            get("http://inventory/ok"),
            get("http://localhost:{external}/ok"),
            get(orders("/ok")));
    assertThat(pair.with().received().get(1).field("Cookie")).isNull();
    assertThat(pair.with().received().get(2).field("Cookie")).isNull();
    assertThat(pair.with().received().get(3).field("Cookie")).isNotNull();
  }

  @Case("cookies-across-redirect")
  void acrossRedirect() throws Exception {
    same(
        options -> options.cookies = true,
        get(orders("/set-cookie")),
        get(orders("/redirect/302?to=" + orders("/ok/landing"))));
  }
}
