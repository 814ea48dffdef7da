package dev.remora.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {
  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/a?, /a?",
    "/a?x, /a?x",
    "/a?x=1&y=2, /a?x=1&y=2",
    "/a?sig=1, /a?sig=REDACTED",
    "/a?Signature=1%3D&x=2, /a?Signature=REDACTED&x=2",
    "/a?x=2&X-Amz-Signature=1, /a?x=2&X-Amz-Signature=REDACTED",
    "/a?X-Goog-Signature=1=2&&y=3, /a?X-Goog-Signature=REDACTED&&y=3",
    "/a?AWSAccessKeyId=&access_token=q, /a?AWSAccessKeyId=REDACTED&access_token=REDACTED",
    "/a?design=1, /a?design=1",
    "/a?x=1#token=3, /a?x=1",
  })
  void takesSecretsOut(String target, String recorded) {
    assertThat(Urls.redacted(target)).isEqualTo(recorded);
  }

  @Test
  void writesThePortWhereItIsNotTheSchemes() {
    assertThat(Urls.full(false, "orders", 80, "/")).isEqualTo("http://orders/");
    assertThat(Urls.full(false, "orders", 443, "/")).isEqualTo("http://orders:443/");
    assertThat(Urls.full(true, "orders", 443, "/")).isEqualTo("https://orders/");
    assertThat(Urls.full(true, "orders", 8443, null)).isEqualTo("https://orders:8443");
  }

  @Test
  void leavesUserAndPasswordOut() {
    assertThat(Urls.full(false, "orders", 80, "http://me:secret@orders/a?b=c"))
        .isEqualTo("http://orders/a?b=c");
  }
}
