package dev.remora.gateway.filter.cors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose pages may call. */
class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example, true",
    "https://shop.example, http://shop.example, false",
    "https://shop.example, https://shop.example:8443, false",
    "https://shop.example, https://shop.example.evil.test, false",
    "https://shop.example, https://evil-shop.example, false",
    "https://shop.example, https://shopxexample, false",
    "https://shop.example, null, false",
    "https://SHOP.example:443, https://shop.example, true",
    "http://shop.example:80, http://shop.example, true",
    "http://shop.example:443, http://shop.example:443, true",
    "https://*.shop.example, https://a.shop.example, true",
    "https://*.shop.example, https://a.b.shop.example, true",
    "https://*.shop.example, https://shop.example, false",
    "https://*.shop.example, https://.shop.example, false",
    "https://*.shop.example, https://evilshop.example, false",
    "https://*.shop.example, https://evil.test/.shop.example, false",
    "https://*.shop.example, https://evil.test:1.shop.example, false",
    "https://*.shop.example, https://evil@a.shop.example, false",
    "https://*.shop.example:8443, https://a.shop.example:8443, true",
    "https://*.shop.example:8443, https://a.shop.example, false",
    "*, https://anyone.test, true"
  })
  void areThoseThatAreNamed(String allowed, String origin, boolean may) {
    assertThat(new Origins(List.of(Origins.TYPE.parse(allowed))).contains(origin)).isEqualTo(may);
  }
}
