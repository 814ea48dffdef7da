package dev.remora.gateway.auth;

import dev.remora.core.testing.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** An issuer on the loopback, which can fall silent, err and be replaced. */
public final class TestIssuer implements AutoCloseable {
  private final ScriptedServer server;
  private final String path;
  private volatile String keys;
  private volatile String metadata;
  private volatile int status = 200;
  private volatile long delayMillis;

  /** One whose URL has {@code path}, such as {@code /realms/shop} or nothing. */
  public TestIssuer(String path, Forge... keys) {
    this.path = path;
    this.keys = Forge.jwks(keys);
    this.server = new ScriptedServer(this::answer);
    this.metadata = "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}";
  }

  private boolean answer(String request, OutputStream out)
      throws IOException, InterruptedException {
    Thread.sleep(delayMillis);
    String body;
    if (request.equals("GET " + path + "/.well-known/openid-configuration")) {
      body = metadata;
    } else if (request.equals("GET " + path + "/keys")) {
      body = keys;
    } else {
      out.write(ScriptedServer.answer(404, "", "no"));
      return true;
    }
    out.write(ScriptedServer.answer(status, "Content-Type: application/json\r\n", body));
    return true;
  }

  /** Its name. */
  public String url() {
    return "http://127.0.0.1:" + server.port() + path;
  }

  /** Signs with these from now on. */
  public void keys(Forge... next) {
    keys = Forge.jwks(next);
  }

  /** Says this of its keys. */
  public void keys(String next) {
    keys = next;
  }

  /** Says this of itself. */
  public void metadata(String next) {
    metadata = next;
  }

  /** Answers with this status. */
  public void status(int next) {
    status = next;
  }

  /** Answers so late. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  /** How often its keys were asked for. */
  public long fetches() {
    return server.requests().stream().filter(each -> each.endsWith("/keys")).count();
  }

  /** What it was asked. */
  public List<String> requests() {
    return server.requests();
  }

  @Override
  public void close() {
    server.close();
  }
}
