package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer eyJ.a-b_c~.d+e/f==",
        "bearer eyJ.a-b_c~.d+e/f==",
        "BEARER  eyJ.a-b_c~.d+e/f== "
      })
  void isFoundInWhateverCase(String header) {
    assertThat(BearerToken.of(header)).isEqualTo("eyJ.a-b_c~.d+e/f==");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer ==",
        "Basic dXNlcjpwYXNz",
        "Bearer a b",
        "Bearer a=b",
        "Bearer a\r\nx-admin: true",
        "Bearer a,b",
        "Bearer \u00e4",
        "Bearera"
      })
  void isNothingThatAHeaderCouldNotCarry(String header) {
    assertThat(BearerToken.of(header)).isNull();
  }

  @Test
  void isNotLongerThanServersTakeHeads() {
    assertThat(BearerToken.of("Bearer " + "a".repeat(8185))).hasSize(8185);
    assertThat(BearerToken.of("Bearer " + "a".repeat(8186))).isNull();
  }
}
