package dev.remora.it.contract.client;

import dev.remora.it.app.UrlConnectionDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's {@code HttpURLConnection}, on JDKs whose inner clients differ. */
final class UrlConnectionResilienceTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {8, 17, 25})
  void takesPart(int jdk) throws Exception {
    try (ClientResilience resilience = new ClientResilience(folder, "java\\.io\\.IOException")) {
      resilience.withoutCancelling();
      resilience.sendingTwice();
      resilience.run(jdk, UrlConnectionDriver.class.getName(), null, List.of("sync"));
    }
  }
}
