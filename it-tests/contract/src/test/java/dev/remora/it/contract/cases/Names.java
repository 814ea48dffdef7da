package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Stage;

/** Which names are services, in which spelling, and that all others are left alone. */
final class Names extends Group {
  Names(Stage stage) {
    super(stage);
  }

  @Case("name-upper-case")
  void upperCase() throws Exception {
    sameWell(get("http://ORDERS/ok"));
  }

  @Case("name-registered-in-mixed-case")
  void mixedCase() throws Exception {
    sameWell(get("http://Inventory/ok"));
  }

  @Case("name-registered-in-mixed-case-asked-in-lower")
  void mixedCaseAskedInLower() throws Exception {
    sameWell(get("http://inventory/ok"));
  }

  @Case("name-with-underscore")
  void underscore() throws Exception {
    same(get("http://my_orders/ok"));
  }

  @Case("name-with-underscore-and-port")
  void underscoreAndPort() throws Exception {
    same(get("http://my_orders:{other}/ok"));
  }

  @Case("name-with-dot")
  void dotted() throws Exception {
    sameWell(get("http://secure.shop/ok"));
  }

  @Case("endpoint-with-ipv6-address")
  void ipv6Endpoint() throws Exception {
    sameWell(get("http://six/ok"), post("http://six/echo", bytes("six")));
  }

  @Case("endpoint-with-ipv6-address-tls")
  void ipv6EndpointOverTls() throws Exception {
    sameWell(get("https://six/ok"));
  }

  @Case("untouched-ipv4")
  void ipv4() throws Exception {
    sameWell(get("http://127.0.0.1:{external}/ok"));
  }

  @Case("untouched-ipv6")
  void ipv6() throws Exception {
    sameWell(get("http://[::1]:{external}/ok"));
  }

  @Case("untouched-localhost")
  void localhost() throws Exception {
    sameWell(get("http://localhost:{external}/ok"));
  }

  @Case("untouched-fqdn")
  void fqdn() throws Exception {
    sameWell(get("http://www.shop.example:{external}/ok"));
  }

  @Case("untouched-over-tls")
  void localhostOverTls() throws Exception {
    sameWell(get("https://localhost:{external}/ok"));
  }

  @Case("untouched-refusing-port")
  void refusing() throws Exception {
    sameFailure(get("http://localhost:{dead}/ok"));
  }

  @Case("unknown-name")
  void unknown() throws Exception {
    sameFailure(get("http://nowhere/ok"));
  }

  @Case("unknown-fqdn")
  void unknownFqdn() throws Exception {
    sameFailure(get("http://nowhere.example/ok"));
  }

  @Case("unknown-name-like-a-service")
  void lookalike() throws Exception {
    sameFailure(
        get("http://orders2/ok"), get("http://orders.example/ok"), get("http://my-orders/ok"));
  }

  @Case("unusable-url")
  void unusable() throws Exception {
    same(get("http:///ok"), get("http://"), get("orders/ok"), get("http://orders :80/ok"));
  }

  @Case("names-in-turns")
  void inTurns() throws Exception {
    var pair =
        sameWell(
            get(orders("/ok/1")),
            get("http://localhost:{external}/ok/2"),
            get("http://Inventory/ok/3"),
            get(orders("/ok/4")));
    assertThat(pair.with().received()).hasSize(4);
  }
}
