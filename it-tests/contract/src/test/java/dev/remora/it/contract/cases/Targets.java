package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Header;
import dev.remora.it.contract.cell.Run;
import dev.remora.it.contract.cell.Stage;
import java.io.IOException;

/** What a request says: path, query, Host, headers. All of it is the application's, to the byte. */
final class Targets extends Group {
  Targets(Stage stage) {
    super(stage);
  }

  @Case("path")
  void path() throws Exception {
    Run run = sameWell(get(orders("/ok/v1/items.json"))).with();
    assertThat(run.received().get(0).target()).isEqualTo("/ok/v1/items.json");
  }

  @Case("path-empty")
  void pathEmpty() throws Exception {
    sameWell(get(orders("")));
  }

  @Case("path-percent-encoded")
  void pathPercentEncoded() throws Exception {
    Run run = sameWell(get(orders("/ok/a%20b%2Fc%3f%C3%A4%25"))).with();
    assertThat(run.received().get(0).target()).isEqualTo("/ok/a%20b%2Fc%3f%C3%A4%25");
  }

  @Case("path-reserved-characters")
  void pathReserved() throws Exception {
    same(get(orders("/ok/;v=1/@:!$&'()*+,=~")));
  }

  @Case("path-dots-and-slashes")
  void pathDots() throws Exception {
    same(get(orders("/ok//a/./b/../c/")));
  }

  @Case("query-encoded")
  void queryEncoded() throws Exception {
    Run run = sameWell(get(orders("/ok?a=b+c%20d&e=%26%2b&f&g=/?:@"))).with();
    assertThat(run.received().get(0).target()).isEqualTo("/ok?a=b+c%20d&e=%26%2b&f&g=/?:@");
  }

  @Case("query-empty")
  void queryEmpty() throws Exception {
    same(get(orders("/ok?")));
  }

  @Case("query-without-path")
  void queryWithoutPath() throws Exception {
    same(get(orders("?a=b")));
  }

  @Case("query-illegal-characters")
  void queryIllegal() throws Exception {
    same(get(orders("/ok?q=[1]|{2}^`")));
  }

  @Case("query-names-a-service")
  void queryNamesService() throws Exception {
    sameWell(get(orders("/ok?back=" + orders("/landing"))));
  }

  @Case("fragment")
  void fragment() throws Exception {
    same(get(orders("/ok#part")));
  }

  @Case("user-info")
  void userInfo() throws Exception {
    same(get(orders("/ok").replace("://", "://user:secret@")));
  }

  @Case("host-is-logical")
  void host() throws Exception {
    Run run = sameWell(get(orders("/ok"))).with();
    assertThat(run.received().get(0).authority()).isEqualTo(service());
  }

  @Case("host-with-explicit-port")
  void explicitPort() throws Exception {
    Run run = sameWell(get("http://orders:{other}/ok")).with();
    assertThat(run.received().get(0).authority()).isEqualTo("orders:8080");
  }

  @Case("host-set-by-application")
  void hostOfApplication() throws Exception {
    same(get(orders("/ok"), header("Host", "shop.example")));
  }

  @Case("headers-order-and-spelling")
  void headers() throws Exception {
    same(
        get(
            orders("/ok"),
            header("X-First", "1"),
            header("x-second", "two words"),
            header("X-UPPER", "3"),
            header("Accept", "application/json"),
            header("User-Agent", "shop/1.0"),
            header("X-First", "again")));
  }

  @Case("headers-empty-value")
  void emptyHeader() throws Exception {
    same(get(orders("/ok"), header("X-Empty", "")));
  }

  @Case("headers-large")
  void largeHeaders() throws Exception {
    Run run = sameWell(get(orders("/ok"), header("X-Large", "abcdefghij".repeat(600)))).with();
    assertThat(run.received().get(0).field("X-Large")).hasSize(6_000);
  }

  @Case("headers-authorization-always-there")
  void authorization() throws Exception {
    Run run = authorized(400);
    assertThat(run.received())
        .hasSize(400)
        .allSatisfy(request -> assertThat(request.field("Authorization")).isEqualTo("Bearer t"));
  }

  private Run authorized(int times) throws IOException, InterruptedException {
    return sameWell(times(times, get(orders("/ok/{n}"), header("Authorization", "Bearer t"))))
        .with();
  }

  @Case("response-url-is-logical")
  void responseUrl() throws Exception {
    Run run = sameWell(get(orders("/ok/where?a=b"))).with();
    assertThat(run.reply().url).isIn(null, orders("/ok/where?a=b"));
    assertThat(run.reply().headers).extracting(Header::toString).noneMatch(h -> h.contains("127."));
  }
}
