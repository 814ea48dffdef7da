package dev.remora.it.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service {@code orders} with one endpoint, known by a file. */
abstract class WithEndpoint {
  @TempDir Path folder;
  Endpoint endpoint;

  @BeforeEach
  void startEndpoint() throws IOException {
    endpoint = Endpoint.start("a");
  }

  @AfterEach
  void stopEndpoint() {
    endpoint.close();
  }

  /** The registry setting that names the endpoint. */
  String registry() throws IOException {
    Path file = folder.resolve("services.yaml");
    Files.writeString(file, "endpoints: {orders: [\"" + endpoint.address() + "\"]}\n");
    return "registry=file:" + file;
  }

  String agent() throws IOException {
    return agent(Environment.agentJar());
  }

  String agent(Path jar) throws IOException {
    return "-javaagent:" + jar + "=" + registry();
  }

  /**
   * The answer to {@code http://orders/}, which proves that a call was routed and left as it was.
   */
  static final String ROUTED = "200 a host=orders";

  static IntStream releases() {
    return Environment.releases().stream().mapToInt(Integer::intValue);
  }

  static List<String> lines(String text) {
    return text.lines().toList();
  }
}
