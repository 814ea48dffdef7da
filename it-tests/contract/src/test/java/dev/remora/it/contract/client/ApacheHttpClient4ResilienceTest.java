package dev.remora.it.contract.client;

import dev.remora.it.app.ApacheHttpClient4Driver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All forms of Apache HttpClient 4 and its asynchronous companion, oldest and newest. */
final class ApacheHttpClient4ResilienceTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} on JDK {1}")
  @CsvSource({
    "httpclient:4.3, 8",
    "httpclient:4.5.14, 17",
    "httpasyncclient:4.0, 8",
    "httpasyncclient:4.1.5, 25"
  })
  void everyFormTakesPart(String artifact, int jdk) throws Exception {
    List<String> forms =
        artifact.startsWith("httpasync")
            ? List.of("async", "async-minimal")
            : List.of("sync", "minimal", "legacy");
    try (ClientResilience resilience =
        new ClientResilience(folder, "org\\.apache\\.\\S+Exception")) {
      resilience.run(
          jdk,
          ApacheHttpClient4Driver.class.getName(),
          "org.apache.httpcomponents:" + artifact,
          forms);
    }
  }
}
