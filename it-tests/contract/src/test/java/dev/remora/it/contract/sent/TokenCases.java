package dev.remora.it.contract.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Command;
import dev.remora.it.app.Header;
import dev.remora.it.app.Options;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Capability;
import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.endpoint.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * The cases, for one cell. Of each, whatever it is about, {@link Jvm#run} sees to it that no token
 * is where it does not belong.
 */
final class TokenCases {
  private static final String EXTERNAL = "https://localhost:{external}/ok/landing";
  private static final String BASIC = "Basic YXBwOnNlY3JldA==";

  private final Jvm jvm;
  private final Cell cell;
  private final List<DynamicNode> tests = new ArrayList<>();

  TokenCases(Jvm jvm, Cell cell) {
    this.jvm = jvm;
    this.cell = cell;
  }

  Stream<DynamicNode> all() {
    test("over-tls", () -> run(get(url("orders", "/ok"))).well().reached("orders").withTokens());
    test("each-request", this::eachRequest);
    test("not-without-tls", () -> rejected(get("http://orders/ok")));
    if (speaksHttp1()) {
      test("without-tls-where-allowed", () -> run(get("http://clear/ok")).well().withTokens());
    }
    test("own-header-wins", this::ownHeader);
    test("no-token-no-header", () -> run(get(url("inventory", "/ok"))).well().withoutTokens());
    test("unseen", this::unseen);
    if (!isMinimal()) {
      test("challenge", this::challenge);
    }
    test("retry", this::retry);
    test("hedge", this::hedge);
    test("kept-connection-dead", this::dead);
    test("pushed", this::pushed);
    if (follows()) {
      redirects();
    } else {
      test("redirect-not-followed", () -> escapes(EXTERNAL));
    }
    names();
    if (cell.exception("proxy") == null) {
      proxies();
    }
    return tests.stream();
  }

  private boolean follows() {
    return cell.exception("redirect-absolute") == null;
  }

  /** A client that answers no challenges, keeps no cookies and need not try again. */
  private boolean isMinimal() {
    return cell.variant().endsWith("minimal");
  }

  /** Whether the client can talk to those who know no other protocol, too. */
  private boolean speaksHttp1() {
    return cell.exception("h2-next-to-http1") == null;
  }

  private void redirects() {
    test("redirect-same-service", () -> redirected(url("orders", "/ok"), "orders").withTokens());
    test("redirect-port", () -> redirected(other("orders", 8443), "orders").withTokens());
    test("redirect-other-token", () -> redirected(url("ledger", "/ok"), "ledger").withTokens());
    test("redirect-no-token", () -> leaves(url("inventory", "/ok"), "inventory"));
    test("redirect-external", () -> leaves(EXTERNAL, "external"));
    test("redirect-userinfo", () -> userinfo("https://orders@evil:{external}/ok"));
    test("redirect-password", () -> userinfo("https://orders:443@evil:{external}/ok"));
    test("redirect-subdomain", () -> leaves("https://orders.evil:{external}/ok", "external"));
    test("redirect-to-address", () -> escapes("https://127.0.0.1:{orders-A}/ok"));
    test("redirect-to-http", () -> escapes("http://orders/ok"));
    test("redirect-to-http-external", () -> escapes("http://localhost:{external}/ok"));
    test("redirect-to-allowed-http", () -> escapes("http://clear/ok"));
    test("redirect-from-external", this::fromExternal);
    test("redirect-and-back", this::andBack);
  }

  private void names() {
    test(
        "name-in-capitals",
        () ->
            run(get(url("orders", "/ok").replace("orders", "ORDERS")))
                .well()
                .reached("orders")
                .withTokens());
    for (String name : List.of("orders.evil", "orders-evil", "evil", "localhost")) {
      test("name-" + name, () -> external("https://" + name + ":{external}/ok"));
    }
    test("name-with-dot", () -> run(get("https://orders.:{external}/ok")));
    test("name-in-userinfo", () -> run(get("https://orders@evil:{external}/ok")));
    test("name-in-password", () -> run(get("https://a:orders@evil:{external}/ok")));
    test("name-in-path", () -> external("https://evil:{external}/ok/@orders/"));
    test("name-in-fragment", () -> run(get("https://evil:{external}/ok#@orders/")));
    test("name-after-backslash", () -> run(get("https://evil:{external}/ok?\\@orders/")));
    test("address-of-endpoint", () -> run(get("https://127.0.0.1:{orders-A}/ok")).withoutTokens());
    test(
        "host-header",
        () -> run(get("https://localhost:{external}/ok", "Host", "orders")).withoutTokens());
  }

  private void proxies() {
    test("proxy-tunnel", () -> proxied("https://orders/ok"));
    test("proxy-plain", () -> proxied("http://clear/ok"));
    test("proxy-of-jvm", this::jvmProxy);
  }

  private void eachRequest() throws Exception {
    Command command = command(options -> {}, get(url("orders", "/ok")));
    command.repeat = 4;
    Sent sent = run(command).well().withTokens();
    assertThat(sent.received().stream().map(each -> each.origin().endpoint())).contains("A", "B");
    command = command(options -> {}, get(url("ledger", "/ok")));
    command.threads = 4;
    command.repeat = 4;
    assertThat(run(command).well().withTokens().received()).hasSize(16);
  }

  private void ownHeader() throws Exception {
    Sent sent = run(get(url("orders", "/ok"), "Authorization", BASIC)).well();
    assertThat(sent.request(0).fields("authorization")).containsExactly(BASIC);
  }

  /** Interceptors, listeners, and the request that a response shows. */
  private void unseen() throws Exception {
    boolean listens = cell.exception("listeners") == null;
    Sent sent =
        run(
            command(
                options -> {
                  options.listeners = listens;
                  options.cookies = !isMinimal();
                },
                get(url("orders", "/redirect/302?to=" + url("orders", "/ok")))));
    sent.withTokens()
        .reached(follows() ? new String[] {"orders", "orders"} : new String[] {"orders"});
    assertThat(sent.reply().events.toString()).doesNotContainIgnoringCase("bearer");
  }

  /** What the application answers a challenge with is its own header. */
  private void challenge() throws Exception {
    Sent sent =
        run(command(options -> options.credentials = "app:secret", get(url("orders", "/basic"))));
    sent.well().reached("orders", "orders");
    assertThat(sent.request(0).fields("authorization")).containsExactly(sent.token("orders"));
    assertThat(sent.request(1).fields("authorization")).containsExactly(BASIC);
  }

  private void retry() throws Exception {
    Sent sent = run(get(url("again", "/first/1/status/503"))).withTokens();
    if (cell.inability(Capability.RETRY) == null) {
      sent.well().reached("again", "again");
      assertThat(sent.request(0).origin().endpoint())
          .isNotEqualTo(sent.request(1).origin().endpoint());
    }
    run(get(url("again", "/first/1/reset"))).withTokens();
  }

  private void hedge() throws Exception {
    Sent sent = run(get(url("hedged", "/first/1/slow/500"))).well().withTokens();
    if (cell.inability(Capability.HEDGE) == null) {
      sent.reached("hedged", "hedged");
    }
  }

  /** The client by itself sends the request a second time. */
  private void dead() throws Exception {
    Request later = get(url("ledger", "/ok"));
    later.waitMs = 50;
    Sent sent = run(get(url("ledger", "/then-close")), later).withTokens();
    if (!isMinimal()) {
      sent.well();
    }
  }

  /** A server that promises answers of another authority, where there are promises. */
  private void pushed() throws Exception {
    run(get(url("orders", "/push?evil"))).well().reached("orders").withTokens();
  }

  private void fromExternal() throws Exception {
    String to = url("orders", "/ok/landing");
    Sent sent = run(get("https://localhost:{external}/redirect/302?to=" + to)).well();
    sent.reached("external", "orders");
    assertThat(sent.request(0).fields("authorization")).isEmpty();
    assertThat(sent.request(1).fields("authorization")).containsExactly(sent.token("orders"));
  }

  private void andBack() throws Exception {
    String to = url("ledger", "/ok/landing");
    to = "https://localhost:{external}/redirect/302?to=" + to;
    Sent sent = run(get(url("orders", "/redirect/307?to=" + to))).well();
    sent.reached("orders", "external", "ledger");
    assertThat(sent.request(0).fields("authorization")).containsExactly(sent.token("orders"));
    assertThat(sent.request(1).fields("authorization")).isEmpty();
    assertThat(sent.request(2).fields("authorization")).containsExactly(sent.token("ledger"));
  }

  private Sent redirected(String to, String service) throws Exception {
    return run(get(url("orders", "/redirect/302?to=" + to))).well().reached("orders", service);
  }

  /** A redirect that is followed to where there is no token. */
  private void leaves(String to, String server) throws Exception {
    Sent sent = redirected(to, server);
    assertThat(sent.request(0).fields("authorization")).containsExactly(sent.token("orders"));
    assertThat(sent.request(1).field("authorization")).isNotEqualTo(sent.token("orders"));
  }

  private void userinfo(String to) throws Exception {
    if (cell.client().name().equals("apache-httpclient-5")) {
      // Which refuses URLs with it.
      escapes(to);
    } else {
      leaves(to, "external");
    }
  }

  /** A redirect that not every client follows: wherever it leads, not with the token. */
  private void escapes(String to) throws Exception {
    Sent sent = run(get(url("orders", "/redirect/302?to=" + to)));
    assertThat(sent.request(0).fields("authorization")).containsExactly(sent.token("orders"));
    for (Recorded next : sent.received().subList(1, sent.received().size())) {
      assertThat(next.field("authorization")).isNotEqualTo(sent.token("orders"));
    }
  }

  private void external(String url) throws Exception {
    run(get(url)).well().reached("external").withoutTokens();
  }

  private void rejected(Request request) throws Exception {
    Sent sent = run(request);
    assertThat(sent.received()).isEmpty();
    assertThat(sent.outcomes().get(0).failure.toString())
        .contains("orders")
        .contains("token.allow-http");
    assertThat(sent.outcomes().get(0).io).isTrue();
  }

  private void proxied(String url) throws Exception {
    Sent sent = run(command(options -> options.proxy = "127.0.0.1:{proxy}", get(url))).well();
    assertThat(sent.received()).allMatch(each -> each.origin().server().equals("proxy"));
    sent.withoutTokens();
  }

  private void jvmProxy() throws Exception {
    Command command =
        command(options -> options.jvmProxy = "127.0.0.1:{proxy}", get("http://clear/ok"));
    Sent sent = run(command).well();
    assertThat(sent.received()).hasSize(1);
  }

  private void test(String name, Executable executable) {
    tests.add(DynamicTest.dynamicTest(cell + " " + name, executable));
  }

  private Sent run(Request... requests) throws Exception {
    return run(command(options -> {}, requests));
  }

  private Sent run(Command command) throws Exception {
    return jvm.run(cell, command);
  }

  /** A URL at a service, in the cell's protocol, over TLS. */
  private String url(String service, String path) {
    return "https://" + service + (cell.http2() ? "-h2" : "") + path;
  }

  private String other(String service, int port) {
    return url(service, ":" + port + "/ok");
  }

  private static Request get(String url, String... headers) {
    Request request = new Request();
    request.url = url;
    for (int i = 0; i < headers.length; i += 2) {
      request.headers.add(new Header(headers[i], headers[i + 1]));
    }
    return request;
  }

  private static Command command(Consumer<Options> setUp, Request... requests) {
    Command command = new Command();
    setUp.accept(command.options);
    command.requests.addAll(List.of(requests));
    return command;
  }
}
