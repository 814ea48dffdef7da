package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "fe80::1%1", "::ffff:1.2.3.4"})
  void literals(String text) throws UnknownHostException {
    assertThat(Addresses.isLiteral(text)).isTrue();
    assertThat(Addresses.parse(text)).isEqualTo(java.net.InetAddress.getByName(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1..2.3",
        "1.2.3.",
        "0001.2.3.4",
        "a.b.c.d"
      })
  void names(String text) {
    assertThat(Addresses.isLiteral(text)).isFalse();
    assertThatThrownBy(() -> Addresses.parse(text)).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void brokenIpv6IsRefusedWithoutAskingDns() {
    assertThatThrownBy(() -> Addresses.parse("1:2:3")).isInstanceOf(UnknownHostException.class);
    assertThatThrownBy(() -> Addresses.parse("fe80::1%nosuchinterface"))
        .isInstanceOf(UnknownHostException.class);
  }
}
