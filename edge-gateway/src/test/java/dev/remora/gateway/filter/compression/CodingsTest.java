package dev.remora.gateway.filter.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which codings clients take. */
class CodingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "GZip|true",
        "x-gzip|true",
        "br, gzip;q=0.5, *;q=0|true",
        "gzip;q=0|false",
        "gzip; q=0.000|false",
        "gzip;q=0.001|true",
        "*|true",
        "*;q=0|false",
        "*, gzip;q=0|false",
        "identity, gzip;q=0.5|false",
        "identity;q=0.5, gzip|true",
        "br|false",
        "''|false",
        "gzip;q=2|false",
        "gzip;level=1|false",
        "notgzip|false"
      })
  void areNegotiated(String accepted, boolean gzip) {
    assertThat(Codings.wantsGzip(List.of(accepted))).isEqualTo(gzip);
  }

  @Test
  void areNoneOfAClientThatDoesNotSay() {
    assertThat(Codings.wantsGzip(List.of())).isFalse();
    assertThat(Codings.wantsGzip(List.of("br", "gzip"))).as("on two lines").isTrue();
  }
}
