package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfTest {
  @TempDir Path folder;
  private Path file;
  private ResolvConf resolvConf;

  @BeforeEach
  void name() {
    file = folder.resolve("resolv.conf");
    resolvConf = new ResolvConf(file.toString());
  }

  private void is(String text) throws IOException {
    Files.writeString(file, text);
  }

  @Test
  void namesServers() throws IOException {
    is(
        """
        # nameserver 10.0.0.9
        search example.org
         nameserver  10.0.0.1 # first
        nameserver\t2001:db8::1
        nameserver
        options timeout:1
        nameserver 10.0.0.3
        nameserver 10.0.0.4
        """);
    assertThat(resolvConf.servers())
        .extracting(Object::toString)
        .containsExactly("/10.0.0.1:53", "/[2001:db8:0:0:0:0:0:1]:53", "/10.0.0.3:53");
  }

  @Test
  void isReadAgainWhenItChanges() throws IOException {
    is("nameserver 10.0.0.1\n");
    assertThat(resolvConf.servers()).hasSize(1).isSameAs(resolvConf.servers());
    is("nameserver 10.0.0.1\nnameserver 10.0.0.2\n");
    assertThat(resolvConf.servers()).hasSize(2);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertFault(" does not exist: name a server, registry dns://host");
    is("search example.org\n");
    assertFault(" names no server: name one, registry dns://host");
    is("nameserver ns.example.org\n");
    assertFault(" names a server that is no address");
  }

  private void assertFault(String why) {
    assertThatThrownBy(resolvConf::servers).isInstanceOf(IOException.class).hasMessage(file + why);
  }
}
