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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar on the oldest JVM: an application calls names that dnsmasq knows. */
class DnsAgentTest {
  @TempDir Path folder;
  private final List<HttpServer> endpoints = new ArrayList<>();

  @AfterEach
  void stop() {
    endpoints.forEach(endpoint -> endpoint.stop(0));
  }

  /** Says which it is and under which name it was called. */
  private int endpoint(String which) throws IOException {
    HttpServer endpoint =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          String host = exchange.getRequestHeaders().getFirst("Host");
          byte[] body = (which + " as " + host).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    endpoint.start();
    endpoints.add(endpoint);
    return endpoint.getAddress().getPort();
  }

  @Test
  void servicesAreCalledByTheirNames() throws Exception {
    String srv = "srv-host=_orders._tcp.example.org,one.example.org,";
    String host = "host-record=one.example.org,127.0.0.1";
    try (Dnsmasq dns = Dnsmasq.authority(folder, 1).serve(srv + endpoint("one"), host)) {
      String agent =
          "-javaagent:"
              + System.getProperty("remora.agent.jar")
              + "=registry=dns://127.0.0.1:"
              + dns.port()
              + ",dns.services=orders,users:one.example.org:"
              + endpoint("users")
              + ",dns.pattern=_*._tcp.example.org,dns.min-ttl=1s";
      Path java = Engines.path("jdk.8").resolve("bin").resolve("java");
      Process process =
          new ProcessBuilder(
                  java.toString(), agent, "-cp", System.getProperty("probe.classes"), "app.Probe")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        OutputStream in = process.getOutputStream();
        assertThat(out.readLine()).isEqualTo("ready");
        // The very first call, which waits for the name.
        assertThat(ask(in, out, "get http://orders/")).isEqualTo("200 one as orders");
        assertThat(ask(in, out, "get http://users/")).isEqualTo("200 users as users");
        dns.serve(srv + endpoint("another"), host);
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> ask(in, out, "get http://orders/").equals("200 another as orders"));
        dns.kill();
        Thread.sleep(2500);
        assertThat(ask(in, out, "get http://Orders/")).isEqualTo("200 another as Orders");
        assertThat(
                Arrays.stream(ask(in, out, "threads").split("[, ]+", -1))
                    .filter(name -> name.contains("remora")))
            .containsExactlyInAnyOrder("remora-dns-io", "remora-scheduler");
        in.close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static String ask(OutputStream in, BufferedReader out, String command)
      throws IOException {
    in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    return out.readLine();
  }
}
