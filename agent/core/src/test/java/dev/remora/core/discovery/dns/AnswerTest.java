package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.core.testing.DnsMessage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final Query QUERY = new Query(7, "a.example", Types.A, true);

  private static DnsMessage response() {
    return new DnsMessage(7).question("a.example", Types.A);
  }

  private static Answer read(DnsMessage message) throws Malformed {
    MessageReader reader = new MessageReader(ByteBuffer.wrap(message.bytes()));
    assertThat(reader.answers(QUERY)).isTrue();
    return Answer.read(reader.read(), "a.example", Types.A);
  }

  @Test
  void theTtlIsTheLeastOfAll() throws Malformed {
    Answer answer =
        read(
            response()
                .address("b.example", 30, "10.0.0.1")
                .alias("a.example", 20, "c.example")
                .address("b.example", 40, "10.0.0.2")
                .alias("c.example", 60, "b.example")
                .address("x.example", 1, "10.0.0.3"));
    assertThat(answer.records()).hasSize(2);
    assertThat(answer.ttl()).isEqualTo(20);
    assertThat(answer.alias()).isNull();
  }

  @Test
  void nothingHoldsAsLongAsTheAuthorityLets() throws Malformed {
    Answer none = read(response().soa("example", 90, 30));
    assertThat(none.records()).isEmpty();
    assertThat(none.ttl()).isEqualTo(30);
    assertThat(none.nameExists()).isTrue();
    assertThat(read(response().soa("example", 10, 30)).ttl()).isEqualTo(10);
    Answer unknown = read(response().rcode(Rcode.NXDOMAIN).soa("example", 90, 30));
    assertThat(unknown.nameExists()).isFalse();
    assertThat(unknown.ttl()).isEqualTo(30);
    assertThat(read(response().alias("a.example", 5, "b.example").soa("example", 90, 30)).ttl())
        .isEqualTo(5);
    assertThat(read(response()).ttl()).isZero();
    assertThat(read(response().rcode(Rcode.NXDOMAIN)).ttl()).isZero();
  }

  @Test
  void anAliasIntoAnotherZoneIsToBeAskedFor() throws Malformed {
    Answer answer = read(response().alias("a.example", 5, "b.elsewhere"));
    assertThat(answer.alias()).isEqualTo("b.elsewhere");
    assertThat(answer.ttl()).isEqualTo(5);
  }

  @Test
  void aReferralIsNoAnswer() {
    assertThatThrownBy(
            () -> read(response().authority().record("example", DnsMessage.NS, 9, new byte[1])))
        .isInstanceOf(Malformed.class)
        .hasMessage("a referral to other servers, which it should ask itself");
  }

  @Test
  void aliasesInACircleAreNoAnswer() {
    assertThatThrownBy(
            () ->
                read(
                    response()
                        .alias("a.example", 5, "b.example")
                        .alias("b.example", 5, "a.example")))
        .isInstanceOf(Malformed.class)
        .hasMessage("aliases that lead nowhere");
    DnsMessage chain = response().alias("a.example", 5, "n0.example");
    for (int i = 0; i < 100; i++) {
      chain.alias("n" + i + ".example", 5, "n" + (i + 1) + ".example");
    }
    assertThatThrownBy(() -> read(chain)).hasMessage("aliases that lead nowhere");
  }
}
