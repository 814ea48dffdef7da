package dev.remora.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void readsWhatItWrites() {
    assertThat(TraceParent.isValid(VALID)).isTrue();
    assertThat(
            TraceParent.of(
                TraceParent.traceHigh(VALID),
                TraceParent.traceLow(VALID),
                TraceParent.span(VALID),
                TraceParent.flags(VALID)))
        .isEqualTo(VALID);
    assertThat(TraceParent.of(-1, Long.MIN_VALUE, 1, 255))
        .isEqualTo("00-ffffffffffffffff8000000000000000-0000000000000001-ff");
  }

  @Test
  void takesALaterVersion() {
    assertThat(TraceParent.isValid("cc" + VALID.substring(2) + "-what-comes")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
        "00-0af7651916cd43dd8448eb211c8031-9c-b7ad6b7169203331-01",
      })
  void refuses(String value) {
    assertThat(TraceParent.isValid(value)).isFalse();
  }
}
