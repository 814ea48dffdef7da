package dev.remora.it.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.remora.core.testing.Engines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The shipped jar on the oldest JVM: one process registers, another calls it by name. */
class EurekaAgentTest {
  private final EurekaServer eureka = EurekaServer.shared();

  @Test
  void aRegisteredProcessIsCalledByNameUntilItEnds() throws Exception {
    HttpServer endpoint =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          byte[] host =
              exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, host.length);
          exchange.getResponseBody().write(host);
          exchange.close();
        });
    endpoint.start();
    String place = "127.0.0.1:" + endpoint.getAddress().getPort();
    try (Probe server = new Probe("register=invoices:" + place);
        Probe client = new Probe("log=warn")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> client.get("http://INVOICES/").equals("200 INVOICES"));
      assertThat(client.get("http://invoices/")).isEqualTo("200 invoices");
      server.end();
      String id = "127.0.0.1:invoices:" + endpoint.getAddress().getPort();
      assertThat(eureka.shown("INVOICES", id)).isNull();
      await().until(() -> client.get("http://invoices/").contains("UnknownHostException"));
    } finally {
      endpoint.stop(0);
    }
  }

  /** An application that knows nothing of all this, with the agent. */
  private final class Probe implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final OutputStream in;

    Probe(String settings) throws IOException {
      String agent =
          "-javaagent:"
              + System.getProperty("remora.agent.jar")
              + "=registry=eureka://127.0.0.1:"
              + eureka.port()
              // The process that ends leaves nothing, which would not be believed for a while.
              + ",eureka.poll=1s,empty-hold=0s,"
              + settings;
      Path java = Engines.path("jdk.8").resolve("bin").resolve("java");
      process =
          new ProcessBuilder(
                  java.toString(), agent, "-cp", System.getProperty("probe.classes"), "app.Probe")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      in = process.getOutputStream();
      assertThat(out.readLine()).isEqualTo("ready");
    }

    String get(String url) throws IOException {
      in.write(("get " + url + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      return out.readLine();
    }

    void end() throws IOException, InterruptedException {
      in.close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
