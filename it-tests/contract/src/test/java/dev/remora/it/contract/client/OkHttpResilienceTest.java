package dev.remora.it.contract.client;

import dev.remora.it.app.OkHttpDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OkHttp's ways of calling, in versions with each of its loops of retries. */
final class OkHttpResilienceTest {
  private static final List<String> HTTP1 = List.of("sync", "async");
  private static final List<String> BOTH = List.of("sync", "async", "h2-clear");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} on JDK {1}")
  @CsvSource({
    "okhttp:3.0.0, 8, false",
    "okhttp:3.12.13, 8, true",
    "okhttp:3.14.9, 17, true",
    "okhttp:4.12.1, 25, true",
    "okhttp-jvm:5.5.1, 17, true"
  })
  void everyFormTakesPart(String artifact, int jdk, boolean http2) throws Exception {
    try (ClientResilience resilience = new ClientResilience(folder, "java\\.io\\.IOException")) {
      resilience.run(
          jdk,
          OkHttpDriver.class.getName(),
          "com.squareup.okhttp3:" + artifact,
          http2 ? BOTH : HTTP1);
    }
  }
}
