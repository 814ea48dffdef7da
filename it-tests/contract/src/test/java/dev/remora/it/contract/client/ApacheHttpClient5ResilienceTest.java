package dev.remora.it.contract.client;

import dev.remora.it.app.ApacheHttpClient5Driver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All forms of Apache HttpClient 5, in its oldest and its newest version. */
final class ApacheHttpClient5ResilienceTest {
  private static final List<String> FORMS = List.of("sync", "minimal", "async", "async-minimal");
  private static final List<String> HTTP2_FORMS =
      List.of("sync", "minimal", "async", "async-minimal", "h2", "h2-minimal");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} on JDK {1}")
  @CsvSource({"5.0, 8, false", "5.6.5, 17, true", "5.6.5, 25, true"})
  void everyFormTakesPart(String version, int jdk, boolean http2) throws Exception {
    try (ClientResilience resilience =
        new ClientResilience(folder, "org\\.apache\\.\\S+Exception")) {
      resilience.run(
          jdk,
          ApacheHttpClient5Driver.class.getName(),
          "org.apache.httpcomponents.client5:httpclient5:" + version,
          http2 ? HTTP2_FORMS : FORMS);
    }
  }
}
