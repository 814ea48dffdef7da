package dev.remora.it.gateway.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar's commands and exit statuses, and what a process that starts and ends says and does. */
class CommandLineTest {
  @TempDir Path folder;

  private static Jar.Result run(String... arguments) throws IOException, InterruptedException {
    return Jar.run(Map.of(), arguments);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void tellsItsVersionAndItsCommands() throws Exception {
    Jar.Result version = run("--version");
    assertThat(version.status()).isZero();
    assertThat(version.output()).matches("remora-gateway [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n");
    Jar.Result help = run("--help");
    assertThat(help.status()).isZero();
    assertThat(help.output()).startsWith("usage: java -jar remora-gateway.jar FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--nothing", "validate", "explain", "explain a -X", "status now"})
  void doesNotGuess(String arguments) throws Exception {
    Jar.Result result = run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("usage: ");
  }

  @Test
  void validatesFiles() throws Exception {
    Path good = file("good.yaml", "expose: [orders]\n");
    Path bad = file("bad.yaml", "xpose: [orders]\ndrain-timeout: soon\n");
    assertThat(run("validate", good.toString())).isEqualTo(new Jar.Result(0, good + ": valid\n"));
    Jar.Result both = run("validate", bad.toString(), good.toString());
    assertThat(both.status()).isEqualTo(1);
    assertThat(both.output().lines())
        .contains(good + ": valid")
        .anyMatch(line -> line.startsWith(bad + ":1:1: xpose: unknown key; did you mean expose?"))
        .anyMatch(line -> line.startsWith(bad + ":2:16: drain-timeout: \"soon\" is not a time"))
        .hasSize(3);
  }

  @Test
  void endsWithOneLineWhenItCantStart() throws Exception {
    Path bad = file("bad.yaml", "admin: {enabled: false}\nlisteners: [{port: x}]\n");
    Jar.Result wrong = run(bad.toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.output().lines())
        .singleElement()
        .asString()
        .startsWith("remora: " + bad + ":2:20: listeners[0].port: \"x\" is not a number");

    Jar.Result none = run(folder.resolve("none.yaml").toString());
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.output())
        .isEqualTo("remora: " + folder.resolve("none.yaml") + ": can't be read: no such file\n");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          file(
              "taken.yaml",
              "registry: dir:"
                  + folder
                  + "\nadmin: {enabled: false}\nlisteners: [{address: 127.0.0.1, port: "
                  + taken.getLocalPort()
                  + "}]\n");
      Jar.Result result = run(file.toString());
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.output().lines())
          .singleElement()
          .asString()
          .startsWith("remora: can't listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
    }
  }

  @Test
  void tellsStatusExplainsAndReloads() throws Exception {
    try (SlowBackend backend = new SlowBackend()) {
      Path services =
          file("services.yaml", "endpoints: {orders: [127.0.0.1:" + backend.port() + "]}\n");
      String yaml = "registry: file:" + services + "\nexpose: [orders]\n";
      try (GatewayJar gateway = GatewayJar.start(yaml, Map.of())) {
        assertThat(gateway.log()).containsPattern("remora-gateway \\S+ is ready after [0-9.]+ s: ");
        URI admin = URI.create(gateway.adminUrl());
        Path token = file("token", gateway.token());
        List<String> where =
            List.of("--admin", admin.getAuthority(), "--token-file", token.toString());

        Jar.Result status = with(where, "status");
        assertThat(status.status()).isZero();
        assertThat(status.output())
            .contains("registry  file:" + services + " up\n")
            .contains("route     orders: prefix /orders -> orders (1 of 1 in)\n")
            .contains("endpoint  127.0.0.1:" + backend.port() + " in, ");

        Jar.Result explained = with(where, "explain", "http://shop.example/orders/wait/0");
        assertThat(explained.status()).isZero();
        assertThat(explained.output())
            .contains("next     127.0.0.1:" + backend.port() + "\n")
            .contains("filter   strip-prefix /orders\n");
        assertThat(with(where, "explain", "http://shop.example/stock").status()).isEqualTo(1);

        gateway.edit(yaml + "routs: []\n");
        Jar.Result rejected = with(where, "reload");
        assertThat(rejected.status()).isEqualTo(1);
        assertThat(rejected.output()).contains("routs: unknown key; did you mean routes?");
        gateway.edit(yaml + "drain-timeout: 1s\n");
        Jar.Result reloaded = with(where, "reload");
        assertThat(reloaded.output()).startsWith("in use since ");
        assertThat(reloaded.status()).isZero();

        Path wrong = file("wrong", "not-the-token-that-is-asked-for");
        Jar.Result refused =
            run("status", "--admin", admin.getAuthority(), "--token-file", wrong.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("does not take the token in " + wrong);
      }
    }
  }

  private static Jar.Result with(List<String> where, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(Arrays.asList(command));
    all.addAll(where);
    return run(all.toArray(new String[0]));
  }

  @Test
  void registersItselfAndLeaves() throws Exception {
    Path registry = Files.createDirectory(folder.resolve("registry"));
    try (GatewayJar gateway =
        GatewayJar.start(
            "registry: dir:" + registry + "\nregister: [\"edge:18080\"]\nexpose: [edge]\n",
            Map.of())) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (registered(registry) == 0 && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(registered(registry)).isEqualTo(1);
      gateway.process().destroy();
      assertThat(gateway.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(registered(registry)).isZero();
      assertThat(gateway.process().exitValue()).isZero();
    }
  }

  private static long registered(Path registry) throws IOException {
    try (Stream<Path> files = Files.walk(registry)) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
