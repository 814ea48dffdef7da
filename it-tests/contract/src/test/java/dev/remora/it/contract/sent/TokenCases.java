package dev.remora.it.contract.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Body;
import dev.remora.it.app.Command;
import dev.remora.it.app.Options;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Capability;
import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.endpoint.Recorded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final String[] THRICE = {"orders", "orders", "orders"};

  private final Jvm jvm;
  private final Cell cell;

  TokenCases(Jvm jvm, Cell cell) {
    this.jvm = jvm;
    this.cell = cell;
  }

  Stream<DynamicNode> all() {
    List<DynamicNode> tests = new ArrayList<>();
    tests.add(test("who-gets-one", this::whoGetsOne));
    tests.add(test("each-request", this::eachRequest));
    tests.add(test("redirects", this::redirects));
    if (follows()) {
      tests.add(test("redirects-with-more-hops", this::hops));
    }
    tests.add(test("names", this::names));
    tests.add(test("unseen", this::unseen));
    if (!isMinimal()) {
      tests.add(test("challenge", this::challenge));
    }
    tests.add(test("cached", this::cached));
    tests.add(test("bodies", this::bodies));
    tests.add(test("failover", this::failover));
    tests.add(test("retry", this::retry));
    tests.add(test("hedge", this::hedge));
    tests.add(test("kept-connection-dead", this::dead));
    tests.add(test("pushed", this::pushed));
    if (cell.exception("proxy") == null) {
      tests.add(test("proxy-tunnel", () -> proxied("https://orders/ok")));
      tests.add(test("proxy-plain", () -> proxied("http://clear/ok")));
      tests.add(test("proxy-of-jvm", this::jvmProxy));
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

  private void whoGetsOne() throws Exception {
    Batch batch =
        new Batch()
            .get(url("orders", "/ok"), sent -> sent.well().reached("orders").withTokens())
            .get(url("inventory", "/ok"), sent -> sent.well().reached("inventory").withoutTokens())
            .get(url("clear", "/ok"), sent -> sent.well().reached("clear").withTokens())
            .get("http://orders/ok", sent -> sent.rejected("orders", "token.allow-http"))
            .get(
                url("orders", "/ok"),
                sent -> assertThat(sent.well().credentials("orders")).containsExactly(BASIC),
                "Authorization",
                BASIC);
    if (speaksHttp1()) {
      batch
          .get("http://clear/ok", sent -> sent.well().reached("clear").withTokens())
          .get("http://inventory/ok", sent -> sent.well().reached("inventory").withoutTokens());
    }
    batch.run(jvm, cell);
  }

  private void eachRequest() throws Exception {
    Command command = command(options -> {}, get(url("orders", "/ok")));
    command.threads = 3;
    command.repeat = 4;
    Sent sent = run(command).well().withTokens();
    assertThat(sent.received()).hasSize(12);
    assertThat(sent.received().stream().map(each -> each.origin().endpoint())).contains("A", "B");
  }

  private void redirects() throws Exception {
    String from = url("orders", "");
    if (!follows()) {
      new Batch().redirect(from, EXTERNAL, this::left).run(jvm, cell);
      return;
    }
    Batch batch =
        new Batch()
            .redirect(from, url("orders", "/ok"), sent -> followed(sent, "orders").withTokens())
            .redirect(
                from, url("orders", ":8443/ok"), sent -> followed(sent, "orders").withTokens())
            .redirect(from, url("ledger", "/ok"), sent -> followed(sent, "ledger").withTokens())
            .redirect(from, url("inventory", "/ok"), sent -> left(followed(sent, "inventory")))
            .redirect(from, EXTERNAL, sent -> left(followed(sent, "external")))
            .redirect(
                from, "https://orders.evil:{external}/ok", sent -> left(followed(sent, "external")))
            // Not every client follows these; some are rejected. Nor is each certificate good.
            .redirect(from, "https://orders@evil:{external}/ok", this::left)
            .redirect(from, "https://orders:443@evil:{external}/ok", this::left)
            .redirect(from, "https://127.0.0.1:{orders-A}/ok", this::left)
            .redirect(from, "http://orders/ok", this::left)
            .redirect(from, "http://localhost:{external}/ok", this::left)
            .redirect(from, "http://clear/ok", this::left);
    if (speaksHttp1()) {
      batch
          .redirect("http://clear", url("orders", "/ok"), Sent::withTokens)
          .redirect("http://clear", "http://localhost:{external}/ok", this::left);
    }
    batch.run(jvm, cell);
  }

  private static Sent followed(Sent sent, String service) {
    return sent.well().reached("orders", service);
  }

  /** Where a redirect led, if anywhere, there the first token is not. */
  private void left(Sent sent) {
    String service = Sites.service(sent.request(0).origin().server());
    assertThat(sent.request(0).fields("authorization")).containsExactly(sent.token(service));
    for (Recorded next : sent.received().subList(1, sent.received().size())) {
      assertThat(next.field("authorization")).isNotEqualTo(sent.token(service));
    }
  }

  private void hops() throws Exception {
    String to = url("ledger", "/ok/landing");
    String external = "https://localhost:{external}/redirect/302?to=" + to;
    Sent sent = run(get(external)).well().reached("external", "ledger");
    assertThat(sent.request(0).fields("authorization")).isEmpty();
    assertThat(sent.request(1).fields("authorization")).containsExactly(sent.token("ledger"));
    sent = run(get(url("orders", "/redirect/307?to=" + external))).well();
    sent.reached("orders", "external", "ledger");
    assertThat(sent.request(0).fields("authorization")).containsExactly(sent.token("orders"));
    assertThat(sent.request(1).fields("authorization")).isEmpty();
    assertThat(sent.request(2).fields("authorization")).containsExactly(sent.token("ledger"));
  }

  /** The external endpoint under names that a service's could be taken for. */
  private void names() throws Exception {
    Consumer<Sent> external = sent -> sent.well().reached("external").withoutTokens();
    Consumer<Sent> nobody = sent -> {};
    new Batch()
        .get(
            url("orders", "/ok").replace("orders", "ORDERS"),
            sent -> sent.well().reached("orders").withTokens())
        .get("https://orders.evil:{external}/ok", external)
        .get("https://orders-evil:{external}/ok", external)
        .get("https://evil:{external}/ok", external)
        .get("https://evil:{external}/ok/@orders/", external)
        .get("https://evil:{external}/ok#@orders/", external)
        .get("https://localhost:{external}/ok", nobody, "Host", "orders")
        // Some clients refuse these, as they do without the agent.
        .get("https://orders.:{external}/ok", nobody)
        .get("https://orders@evil:{external}/ok", nobody)
        .get("https://a:orders@evil:{external}/ok", nobody)
        .get("https://evil:{external}\\@orders/ok", nobody)
        .get("https://127.0.0.1:{orders-A}/ok", Sent::withoutTokens)
        .run(jvm, cell);
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
                get(url("orders", "/redirect/302?to=" + url("orders", "/set-cookie"))),
                get(url("orders", "/ok"))));
    sent.withTokens().reached(follows() ? THRICE : new String[] {"orders", "orders"});
    assertThat(sent.events()).doesNotContainIgnoringCase("bearer");
  }

  /** What the application answers a challenge with is its own header. */
  private void challenge() throws Exception {
    Sent sent =
        run(command(options -> options.credentials = "app:secret", get(url("guarded", "/basic"))));
    sent.well().reached("guarded", "guarded");
    assertThat(sent.request(0).fields("authorization")).containsExactly(sent.token("guarded"));
    assertThat(sent.request(1).fields("authorization")).containsExactly(BASIC);
    assertThat(sent.events()).doesNotContainIgnoringCase("bearer");
  }

  /** A response that is kept, with the headers of the request that it depends on. */
  private void cached() throws Exception {
    String path = "/cacheable/" + cell.toString().replace(':', '-');
    Sent sent =
        run(
            command(
                options -> options.cache = jvm.sites().cache().toString(),
                get(url("orders", path)),
                get(url("orders", path))));
    sent.well().withTokens();
    try (Stream<Path> files = Files.walk(jvm.sites().cache())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(jvm.secretsIn(text)).as("tokens in %s: %s", file, text).isEmpty();
      }
    }
  }

  /** The head is written in other ways where there is a body. */
  private void bodies() throws Exception {
    List<Request> requests = new ArrayList<>();
    for (Body.Kind kind : Body.Kind.values()) {
      Request request = get(url("orders", "/echo"));
      request.method = "POST";
      request.body = new Body();
      request.body.kind = kind;
      request.body.text = "posted";
      requests.add(request);
    }
    Request expecting = get(url("orders", "/echo"));
    expecting.method = "POST";
    expecting.body = requests.get(0).body;
    expecting.expectContinue = cell.exception("expect-continue") == null;
    requests.add(expecting);
    Sent sent = run(command(options -> {}, requests.toArray(Request[]::new))).well().withTokens();
    assertThat(sent.received()).hasSize(4).allMatch(each -> each.body().equals("posted"));
  }

  private void failover() throws Exception {
    Request request = get(url("failing", "/ok"));
    run(request, request).well().reached("failing", "failing").withTokens();
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
    Sent sent = run(get(url("hedged", "/first/1/slow/300"))).well().withTokens();
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

  private void proxied(String url) throws Exception {
    Sent sent = run(command(options -> options.proxy = "127.0.0.1:{proxy}", get(url))).well();
    assertThat(sent.received()).allMatch(each -> each.origin().server().equals("proxy"));
    sent.withoutTokens();
  }

  /** Some clients heed it: then there is none. */
  private void jvmProxy() throws Exception {
    Command command =
        command(options -> options.jvmProxy = "127.0.0.1:{proxy}", get("http://clear/ok"));
    assertThat(run(command).well().received()).hasSize(1);
  }

  private DynamicNode test(String name, Executable executable) {
    return DynamicTest.dynamicTest(cell + " " + name, executable);
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

  static Request get(String url) {
    Request request = new Request();
    request.url = url;
    return request;
  }

  private static Command command(Consumer<Options> setUp, Request... requests) {
    Command command = new Command();
    setUp.accept(command.options);
    command.requests.addAll(List.of(requests));
    return command;
  }
}
