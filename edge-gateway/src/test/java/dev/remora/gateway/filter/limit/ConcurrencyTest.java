package dev.remora.gateway.filter.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.ConfigException;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The filter {@code concurrency} in a gateway, before an origin that answers when it is told to.
 */
class ConcurrencyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private volatile String answer = OK;
  private final Semaphore answers = new Semaphore(0);
  private final AtomicInteger asked = new AtomicInteger();
  private final ScriptedOrigin origin =
      new ScriptedOrigin(
          (in, out, self) -> {
            while (self.readRequest(in) != null) {
              asked.incrementAndGet();
              answers.acquireUninterruptibly();
              out.write(answer.getBytes(US_ASCII));
              out.flush();
            }
          });
  private final List<RawClient> clients = new ArrayList<>();
  private TestGateway gateway;

  @AfterEach
  void close() {
    answers.release(1_000);
    clients.forEach(RawClient::close);
    gateway.close();
    origin.close();
  }

  private void start(String a, String b) {
    gateway = TestGateway.over("orders", origin.port()).start(settings(a, b));
  }

  private static String settings(String a, String b) {
    return "routes:\n"
        + "- {name: a, match: {prefix: /a}, to: orders, concurrency: "
        + a
        + "}\n"
        + "- {name: b, match: {prefix: /b}, to: orders, concurrency: "
        + b
        + "}\n";
  }

  /** A client that has sent a request and waits. */
  private RawClient send(String path) {
    RawClient client = new RawClient(gateway.port());
    clients.add(client);
    client.send("GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n");
    return client;
  }

  private void areAsked(int requests) {
    await().until(() -> asked.get() == requests);
  }

  private static void isOk(RawClient client) {
    assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
  }

  private static void isShed(RawClient client) {
    assertThat(client.readUntil("request_id"))
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("\r\nretry-after: 1\r\n")
        .contains("\"code\":\"overloaded\"");
  }

  @Test
  void shedsWhatIsTooMuchAtOnce() {
    start("2", "2");
    RawClient first = send("/a");
    RawClient second = send("/a");
    areAsked(2);
    isShed(send("/a"));
    RawClient other = send("/b");
    areAsked(3);
    answers.release(3);
    isOk(first);
    isOk(second);
    isOk(other);
    RawClient later = send("/a");
    areAsked(4);
    answers.release(1);
    isOk(later);
  }

  @Test
  void aClientThatGoesLeavesItsPlace() {
    start("1", "1");
    RawClient first = send("/a");
    areAsked(1);
    isShed(send("/a"));
    first.close();
    await()
        .untilAsserted(
            () -> {
              send("/a");
              areAsked(2);
            });
  }

  @Test
  void whoMayWaitGetsThePlaceThatIsLeftInOrder() {
    start("{limit: 1, queue: 2, queue-timeout: 20s}", "1");
    RawClient first = send("/a");
    areAsked(1);
    RawClient second = send("/a");
    await().pollDelay(java.time.Duration.ofMillis(200)).until(() -> asked.get() == 1);
    RawClient third = send("/a");
    isShedOnceTheQueueIsFull();
    answers.release(1);
    isOk(first);
    areAsked(2);
    answers.release(1);
    isOk(second);
    areAsked(3);
    answers.release(1);
    isOk(third);
  }

  private void isShedOnceTheQueueIsFull() {
    // The one before it is on another connection, so another loop may be later.
    await().pollDelay(java.time.Duration.ofMillis(200)).until(() -> true);
    isShed(send("/a"));
  }

  @Test
  void whoHasWaitedTooLongIsShed() {
    start("{limit: 1, queue: 10, queue-timeout: 100ms}", "1");
    RawClient first = send("/a");
    areAsked(1);
    isShed(send("/a"));
    answers.release(1);
    isOk(first);
    RawClient next = send("/a");
    areAsked(2);
    answers.release(1);
    isOk(next);
  }

  @Test
  void aClientThatGoesWhileItWaitsIsForgotten() {
    start("{limit: 1, queue: 1, queue-timeout: 20s}", "1");
    RawClient first = send("/a");
    areAsked(1);
    RawClient waits = send("/a");
    await().pollDelay(java.time.Duration.ofMillis(200)).until(() -> asked.get() == 1);
    waits.close();
    await().pollDelay(java.time.Duration.ofMillis(200)).until(() -> true);
    RawClient instead = send("/a");
    answers.release(1);
    isOk(first);
    areAsked(2);
    answers.release(1);
    isOk(instead);
  }

  @Test
  void theLessImportantIsShedFirst() {
    start("{limit: 4, group: all}", "{limit: 4, group: all, share: 50%}");
    send("/b");
    send("/b");
    areAsked(2);
    isShed(send("/b"));
    send("/a");
    send("/a");
    areAsked(4);
    isShed(send("/a"));
  }

  @Test
  void anAdaptiveLimitFollowsHowRequestsEnd() {
    start("aimd", "1");
    List<RawClient> first = send(20);
    areAsked(20);
    isShed(send("/a"));
    answers.release(20);
    first.forEach(ConcurrencyTest::isOk);
    List<RawClient> more = send(25);
    areAsked(45);
    answer = "HTTP/1.1 429 Busy\r\nContent-Length: 0\r\n\r\n";
    answers.release(25);
    more.forEach(client -> assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 429 "));
    send(20);
    areAsked(65);
    isShed(send("/a"));
  }

  private List<RawClient> send(int requests) {
    List<RawClient> sent = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      sent.add(send("/a"));
    }
    return sent;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | concurrency: \"0\" is out of range; allowed: gradient, aimd, or a whole number",
        "vegas | concurrency: \"vegas\" is not a number",
        "{queue: 1} | limit is missing",
        "{limit: 1, share: 0%} | concurrency.share: \"0%\" is out of range",
        "{limit: 1, queue-timeout: 5m} | concurrency.queue-timeout: \"5m\" is out of range",
        "{limit: 1, queue-timout: 1s} | did you mean routes[0].concurrency.queue-timeout?",
      })
  void badSettingsAreToldInOneLine(String concurrency, String expected) {
    start("1", "1");
    assertThatThrownBy(() -> gateway.reload(settings(concurrency, "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gateway.yaml:")
        .hasMessageContaining(expected);
  }
}
