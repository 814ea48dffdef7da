package dev.remora.it.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.client.ScriptedEndpoint.Script;
import dev.remora.it.contract.endpoint.DeadPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How calls of one version of a client end, are tried again, limited in time and rejected, in every
 * form of the client, all at once in one JVM.
 */
final class ClientResilience implements AutoCloseable {
  /** Every other call meets the endpoint that fails. */
  private static final String IN_TURN =
      "balance: round-robin, outlier: {consecutive-failures: 0, success-rate-deviations: 0}";

  private static final String RETRY =
      "retry: {attempts: 2, backoff: 1ms, on: [reset, timeout, 502]}";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ShopRun shop;
  private final String rejection;
  private boolean cancels = true;
  private int sends = 1;

  /**
   * For a client whose exceptions for what is rejected are of a type.
   *
   * @param rejection a pattern for its name
   */
  ClientResilience(Path folder, String rejection) {
    shop = new ShopRun(folder);
    this.rejection = rejection;
  }

  /** The client's calls cannot be cancelled. */
  void withoutCancelling() {
    cancels = false;
  }

  /** The client by itself sends a request twice when the connection breaks. */
  void sendingTwice() {
    sends = 2;
  }

  void run(int jdk, String driver, String artifact, List<String> variants) throws Exception {
    for (String variant : variants) {
      InetSocketAddress well = endpoint(variant, Script.OK);
      InetSocketAddress broken = endpoint(variant, Script.BROKEN);
      InetSocketAddress slow = endpoint(variant, Script.SLOW);
      InetSocketAddress resetting = endpoint(variant, Script.RESET);
      DeadPort dead = keep(new DeadPort(InetAddress.getLoopbackAddress()));
      shop.service("well." + variant, "{}", well);
      shop.service("broken." + variant, "{}", broken);
      shop.service("resetting." + variant, "{}", resetting);
      shop.service("cancelled." + variant, "{}", slow);
      shop.service("limited." + variant, "{attempt-timeout: 300ms}", slow);
      shop.service("dead." + variant, "{}", dead.address());
      shop.service("orders." + variant, "{" + IN_TURN + ", " + RETRY + "}", broken, well);
      shop.service("again." + variant, "{" + IN_TURN + ", " + RETRY + "}", resetting, well);
      shop.service(
          "late." + variant,
          "{attempt-timeout: 300ms, " + IN_TURN + ", " + RETRY + "}",
          slow,
          well);
      shop.service("failing." + variant, "{" + RETRY + "}", broken);
      shop.service("breaking." + variant, "{breaker: {failures: 50%, min-calls: 2}}", broken);
      shop.does(
          variant,
          "cancel http://cancelled." + variant + "/",
          "get http://well." + variant + "/",
          "post http://well." + variant + "/",
          "get http://broken." + variant + "/",
          "post http://resetting." + variant + "/",
          "get http://limited." + variant + "/",
          "get http://dead." + variant + "/",
          "get http://orders." + variant + "/one",
          "get http://orders." + variant + "/two",
          "put http://orders." + variant + "/three",
          "put http://orders." + variant + "/four",
          "post http://orders." + variant + "/",
          "post http://orders." + variant + "/",
          "stream http://orders." + variant + "/",
          "stream http://orders." + variant + "/",
          "get http://again." + variant + "/",
          "get http://again." + variant + "/",
          "get http://late." + variant + "/",
          "get http://late." + variant + "/",
          "get http://failing." + variant + "/",
          "get http://breaking." + variant + "/",
          "get http://breaking." + variant + "/",
          "get http://breaking." + variant + "/");
    }
    shop.run(jdk, driver, artifact);
    for (String variant : variants) {
      ended(variant);
    }
    assertThat(shop.column("IN FLIGHT", "")).isNotEmpty().containsOnly("0");
  }

  private void ended(String variant) {
    List<String> lines = shop.lines(variant);
    assertThat(lines).as(variant).hasSize(23);
    assertThat(lines.get(0)).as(variant + " cancelled").contains(cancels ? "Exception" : "200 ok");
    assertThat(lines.subList(1, 4)).as(variant).containsExactly("200 ok", "200 ok", "502 down");
    assertThat(lines.get(4)).as(variant + " reset").contains("Exception");
    assertThat(lines.get(5)).as(variant + " limited").startsWith("java.net.SocketTimeoutException");
    assertThat(lines.get(6)).as(variant + " dead").contains("ConnectException");
    assertThat(lines.subList(7, 11)).as(variant + " tried again").containsOnly("200 ok");
    assertThat(lines.subList(11, 13))
        .as(variant + ": POST is not tried again")
        .containsExactlyInAnyOrder("200 ok", "502 down");
    assertThat(lines.subList(13, 15))
        .as(variant + ": nor is what can be read once")
        .containsExactlyInAnyOrder("200 ok", "502 down");
    assertThat(lines.subList(15, 19)).as(variant + " tried again").containsOnly("200 ok");
    assertThat(lines.subList(19, 22)).as(variant + " broken").containsOnly("502 down");
    assertThat(lines.get(22))
        .as(variant + " rejected")
        .matches(rejection + ": Remora rejected the call to breaking\\..*");
    assertThat(shop.column("FAILURES", "well." + variant)).containsExactly("0");
    assertThat(shop.column("FAILURES", "resetting." + variant))
        .as(variant + " resetting")
        .containsExactly(String.valueOf(sends));
    for (String once : List.of("broken.", "limited.")) {
      assertThat(shop.column("FAILURES", once + variant)).as(once + variant).containsExactly("1");
    }
    assertThat(shop.column("FAILURES", "cancelled." + variant)).containsExactly("0");
  }

  private InetSocketAddress endpoint(String variant, Script script) throws Exception {
    return variant.startsWith("h2")
        ? keep(new ScriptedHttp2Endpoint(script)).address()
        : keep(new ScriptedEndpoint(script)).address();
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
