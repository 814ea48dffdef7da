package dev.remora.gateway.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.admin.AdminClient;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of the file while the gateway runs. */
class ReloadTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  /** Two polls of half a second settle an edit; the rest is for a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(8);

  @TempDir Path folder;

  private static String get(TestGateway gateway, String path) {
    return RawClient.exchange(
        gateway.port(), "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  private static JsonObject config(AdminClient admin) {
    return admin.json("/status").getAsJsonObject("config");
  }

  private static String result(AdminClient admin) {
    return config(admin).getAsJsonObject("last_reload").get("result").getAsString();
  }

  @Test
  void takesOverAnEditAndKeepsTheOldAfterABadOne() throws IOException {
    Path file = folder.resolve("gateway.yaml");
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", origin.port())
                .and("stock", origin.port())
                .start("expose: [orders]\nadmin: {port: 0}\n")) {
      AdminClient admin = new AdminClient(gateway);
      gateway.follow(file, "expose: [orders]\nadmin: {port: 0}\n");
      assertThat(get(gateway, "/stock/")).startsWith("HTTP/1.1 404 ");

      gateway.edit(file, "expose: [stock]\nadmin: {port: 0}\n");
      await().atMost(SOON).until(() -> get(gateway, "/stock/").startsWith("HTTP/1.1 200 "));
      assertThat(get(gateway, "/orders/")).startsWith("HTTP/1.1 404 ");
      await().atMost(SOON).until(() -> result(admin).equals("loaded"));

      gateway.edit(file, "expose: [orders]\nadmin: {port: 0}\nrouts: []\n");
      await().atMost(SOON).until(() -> result(admin).equals("rejected"));
      assertThat(get(gateway, "/stock/")).startsWith("HTTP/1.1 200 ");
      assertThat(get(gateway, "/orders/")).startsWith("HTTP/1.1 404 ");
      String problem = config(admin).getAsJsonObject("last_reload").get("problem").getAsString();
      assertThat(problem).startsWith(file + ":5:1: ").contains("did you mean routes?");
      assertThat(gateway.log().lines().filter(line -> line.contains("routs")))
          .singleElement()
          .asString()
          .contains(problem)
          .endsWith("(what was read before stays in use)");

      gateway.edit(file, "expose: [orders]\nadmin: {port: 0}\n");
      await().atMost(SOON).until(() -> get(gateway, "/orders/").startsWith("HTTP/1.1 200 "));
      await().atMost(SOON).until(() -> result(admin).equals("loaded"));
      assertThat(config(admin).get("loaded").getAsInt()).isEqualTo(2);
      assertThat(config(admin).get("rejected").getAsInt()).isEqualTo(1);
    }
  }

  @Test
  void followsALinkThatIsPointedElsewhere() throws IOException {
    Path file = folder.resolve("gateway.yaml");
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", origin.port()).start("admin: {port: 0}\n")) {
      gateway.edit(folder.resolve("one"), "admin: {port: 0}\n");
      gateway.edit(folder.resolve("two"), "admin: {port: 0}\nexpose: [orders]\n");
      Files.createSymbolicLink(file, Path.of("one"));
      gateway.follow(file, "admin: {port: 0}\n");
      Path next = Files.createSymbolicLink(folder.resolve("next"), Path.of("two"));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      await().atMost(SOON).until(() -> get(gateway, "/orders/").startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void looksAtOnceWhenAsked() throws IOException {
    Path file = folder.resolve("gateway.yaml");
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", origin.port()).start("admin: {port: 0}\n")) {
      AdminClient admin = new AdminClient(gateway);
      assertThat(admin.post("/reload", "").statusCode()).isEqualTo(409);
      gateway.follow(file, "admin: {port: 0}\n");
      gateway.edit(file, "admin: {port: 0}\nexpose: [orders]\n");
      assertThat(admin.post("/reload", "").statusCode()).isEqualTo(200);
      assertThat(get(gateway, "/orders/")).startsWith("HTTP/1.1 200 ");

      gateway.edit(file, "admin: {port: 0}\nexpose: {}\n");
      HttpResponse<String> rejected = admin.post("/reload", "");
      assertThat(rejected.statusCode()).isEqualTo(422);
      assertThat(
              JsonParser.parseString(rejected.body())
                  .getAsJsonObject()
                  .get("problem")
                  .getAsString())
          .startsWith(file + ":4:9: expose[0]: service is missing");
      assertThat(get(gateway, "/orders/")).startsWith("HTTP/1.1 200 ");

      Files.delete(file);
      assertThat(admin.post("/reload", "").body()).contains("no such file");
      assertThat(get(gateway, "/orders/")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void tellsWhatNeedsARestart() throws IOException {
    Path file = folder.resolve("gateway.yaml");
    try (TestGateway gateway = TestGateway.over("orders", 1).start("admin: {port: 0}\n")) {
      AdminClient admin = new AdminClient(gateway);
      gateway.follow(file, "admin: {port: 0}\n");
      gateway.edit(file, "admin: {port: 1}\nempty-hold: 1s\n");
      assertThat(admin.post("/reload", "").statusCode()).isEqualTo(200);
      assertThat(config(admin).getAsJsonArray("need_restart").toString())
          .isEqualTo("[\"empty-hold\",\"admin\"]");
      assertThat(gateway.log()).contains(": admin has changed and takes effect after a restart");
    }
  }
}
