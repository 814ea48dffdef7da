package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.testing.SentRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which calls carry a token, and which are not made. */
class MeshCallTokenTest extends WithTokens {
  private static final String TOKEN = "k8s.t0k-n_~";

  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("token");
  }

  @Test
  void carriesTheTokenOfTheFile() throws IOException {
    Files.writeString(file, " " + TOKEN + "\n");
    start(2, "token.file=" + file);
    MeshCall call = secure();
    assertSends(call, TOKEN);
    assertThat(secure().headers()).as("no new array for each call").isSameAs(call.headers());
    assertThat(call.toString()).doesNotContain(TOKEN);
    assertThat(call.failover(refused)).isTrue();
    assertSends(call, TOKEN);
    Files.writeString(file, "another");
    await().until(() -> secure().headers()[1].equals("Bearer another"));
    assertThat(call.headers()[1]).as("the next attempt").isEqualTo("Bearer another");
  }

  @Test
  void withoutASettingThereIsNone() throws IOException {
    start(1);
    assertThat(secure().headers()).isNull();
    assertThat(mesh.route("orders").headers()).isNull();
  }

  @Test
  void plainHttpNeedsToBeAllowed() throws IOException {
    Files.writeString(file, TOKEN);
    start(1, "token.file=" + file);
    MeshCall call = route(SentRequest.GET);
    assertThat(call.rejection())
        .isEqualTo(
            "Remora rejected the call to orders: its token is sent over TLS only, unless"
                + " token.allow-http is set");
    assertThat(call.headers()).isNull();
    assertThat(inFlight()).as("a rejected call counts nowhere").isZero();
    assertThat(call.failover(refused)).isFalse();
    mesh.reload(
        config(folder.resolve("endpoints.yaml"), "token.file=" + file, "token.allow-http=true"));
    assertSends(route(SentRequest.GET), TOKEN);
  }

  @Test
  void theApplicationsOwnAuthorizationWins() throws IOException {
    start(1, "token.file=" + file);
    MeshCall call = route(SentRequest.GET.with("authorization", "Basic eDp5"));
    assertThat(call.rejection()).isNull();
    assertThat(call.headers()).isNull();
  }

  @Test
  void aRequestThatIsNotKnownIsNotSent() throws IOException {
    Files.writeString(file, TOKEN);
    start(1, "token.file=" + file, "token.allow-http=true");
    MeshCall call = mesh.route("orders");
    assertThat(call.rejection())
        .isEqualTo(
            "Remora rejected the call to orders: it needs a token, which can't be sent this way");
    assertThat(call.headers()).isNull();
  }

  @Test
  void whatIsNoServiceGetsNone() throws IOException {
    Files.writeString(file, TOKEN);
    start(1, "token.file=" + file);
    assertSends(secure(), TOKEN);
    for (String host :
        new String[] {"orders.example.com", "orders.", "127.0.0.1", "localhost", "orders@evil"}) {
      assertThat(mesh.route(host, SentRequest.SECURE_GET)).as(host).isNull();
    }
  }

  @Test
  void rejectsAsLongAsThereIsNoToken() throws IOException {
    start(1, "token.file=" + file);
    assertThat(secure().rejection())
        .isEqualTo(
            "Remora rejected the call to orders: no token: "
                + file
                + ": can't be read: no such file");
    Files.writeString(file, "two words");
    await().until(() -> secure().rejection().endsWith("visible ASCII characters without a space"));
    assertThat(secure().rejection()).doesNotContain("two");
    Files.writeString(file, "x".repeat((16 << 10) + 1));
    await()
        .until(() -> secure().rejection().endsWith("is larger than the 16 KiB a token may have"));
    Files.writeString(file, "\n");
    await().until(() -> secure().rejection().endsWith(": is empty"));
    Files.writeString(file, "x".repeat(16 << 10) + "\n");
    await().until(() -> secure().rejection() == null);
    assertSends(secure(), "x".repeat(16 << 10));
    Files.delete(file);
    MeshCall call = secure();
    assertSends(call, "x".repeat(16 << 10));
    assertThat(log.lines()).noneMatch(line -> line.contains("xxx") || line.contains("two"));
  }

  @Test
  void aJwtIsUsedUntilItExpires() throws IOException {
    long exp = System.currentTimeMillis() / 1000 + 60;
    String token =
        "e30."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"exp\":" + exp + "}").getBytes(StandardCharsets.UTF_8))
            + ".c2ln";
    Files.writeString(file, token);
    start(1, "token.file=" + file);
    assertSends(secure(), token);
    nanos.addAndGet(58_000 * MILLI);
    assertSends(secure(), token);
    nanos.addAndGet(2_000 * MILLI);
    await()
        .untilAsserted(
            () ->
                assertThat(secure().rejection())
                    .isEqualTo(
                        "Remora rejected the call to orders: no token: "
                            + file
                            + ": holds a token that has expired"));
  }

  @Test
  void otherSettingsTakeEffectAtOnce() throws IOException {
    Files.writeString(file, TOKEN);
    start(1);
    assertThat(secure().headers()).isNull();
    Path endpoints = folder.resolve("endpoints.yaml");
    mesh.reload(config(endpoints, "token.file=" + file));
    assertSends(secure(), TOKEN);
    Path other = Files.writeString(folder.resolve("other"), "another");
    mesh.reload(config(endpoints, "token.file=" + other));
    assertSends(secure(), "another");
    mesh.reload(config(endpoints));
    assertThat(secure().headers()).isNull();
  }
}
