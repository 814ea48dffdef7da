package dev.remora.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class JwtTimesTest {
  @Test
  void readsWhenAJwtExpires() {
    assertThat(left("{\"exp\":1000}", 990_000)).isEqualTo(10_000);
    assertThat(left("{\"exp\":1000.5,\"sub\":\"a\"}", 990_000)).isEqualTo(10_500);
    assertThat(left("{\"exp\":1000}", 1_001_000)).isEqualTo(-1_000);
    assertThat(left("{\"exp\":1e300}", 0)).isPositive();
  }

  @Test
  void anythingElseLastsAsLongAsItIsThere() {
    for (String claims :
        new String[] {"{}", "[]", "1", "{", "{\"exp\":\"soon\"}", "{\"exp\":{}}"}) {
      assertThat(left(claims, 0)).as(claims).isEqualTo(JwtTimes.UNKNOWN);
    }
    for (String token : new String[] {"opaque", "a.b", "a.b.c.d", ".e30.", "a.*.c", "a..c", ""}) {
      assertThat(JwtTimes.leftMillis(token, 0)).as(token).isEqualTo(JwtTimes.UNKNOWN);
    }
  }

  private static long left(String claims, long now) {
    return JwtTimes.leftMillis("e30." + encoded(claims) + ".c2ln", now);
  }

  private static String encoded(String claims) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
  }
}
