package dev.remora.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class RespWriterTest {
  @Test
  void countsBytesAndNotCharacters() {
    Buffer to = Buffer.buffer();
    RespWriter.write(to, "AUTH", "b\u00e4r\r\n");
    assertThat(to.toString()).isEqualTo("*2\r\n$4\r\nAUTH\r\n$6\r\nb\u00e4r\r\n\r\n");
  }

  @Test
  void callsAScriptByTheHashOfItsText() {
    Buffer to = Buffer.buffer();
    RespWriter.call(to, new RedisScript("return 1"), new String[] {"k"}, new String[] {"1", "22"});
    assertThat(to.toString())
        .isEqualTo(
            """
            *6
            $7
            EVALSHA
            $40
            e0e1f9fabfc9d4800c877a703b823ac0578ff8db
            $1
            1
            $1
            k
            $1
            1
            $2
            22
            """
                .replace("\n", "\r\n"));
  }
}
