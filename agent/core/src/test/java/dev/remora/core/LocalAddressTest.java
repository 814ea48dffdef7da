package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;

class LocalAddressTest {
  @Test
  void isAnAddressOfThisMachineWhateverThePeer() throws Exception {
    for (String peer : new String[] {"127.0.0.1", "192.0.2.1", "::1", "no such name"}) {
      String address = LocalAddress.towards(peer, 8500);
      assertThat(NetworkInterface.getByInetAddress(InetAddress.getByName(address)))
          .as("%s for %s", address, peer)
          .isNotNull();
    }
  }
}
