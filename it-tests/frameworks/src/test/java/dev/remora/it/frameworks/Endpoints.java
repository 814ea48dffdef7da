package dev.remora.it.frameworks;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The services that the agent of this JVM knows: a file that it reads again when it changes. */
final class Endpoints {
  private static final Path FILE = Path.of(System.getProperty("services.file"));
  private static final Map<String, String> SERVICES = new TreeMap<>();

  private Endpoints() {}

  /** Registers a service and waits until the agent knows it. */
  static synchronized void register(String service, InetSocketAddress... endpoints)
      throws IOException {
    SERVICES.put(
        service,
        Arrays.stream(endpoints)
            .map(at -> "\"" + at.getAddress().getHostAddress() + ":" + at.getPort() + "\"")
            .collect(Collectors.joining(", ", "[", "]")));
    String yaml =
        SERVICES.entrySet().stream()
            .map(entry -> "  " + entry.getKey() + ": " + entry.getValue() + "\n")
            .collect(Collectors.joining("", "endpoints:\n", ""));
    Path next = Files.writeString(FILE.resolveSibling("services.next"), yaml);
    Files.move(
        next,
        FILE,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    await().atMost(Duration.ofSeconds(20)).until(() -> isKnown(service, endpoints));
  }

  /** Asks the agent's own door; a file of an earlier run may have told it of other endpoints. */
  private static boolean isKnown(String service, InetSocketAddress... endpoints)
      throws ReflectiveOperationException {
    Object call =
        Class.forName("dev.remora.bootstrap.Door", true, null)
            .getMethod("route", String.class)
            .invoke(null, service);
    if (call == null) {
      return false;
    }
    Object port =
        Class.forName("dev.remora.bootstrap.Call", true, null).getMethod("port").invoke(call);
    return Arrays.stream(endpoints).anyMatch(endpoint -> port.equals(endpoint.getPort()));
  }
}
