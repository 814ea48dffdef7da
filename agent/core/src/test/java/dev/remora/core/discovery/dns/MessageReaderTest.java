package dev.remora.core.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.core.testing.DnsMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
  private static final String NAME = "_orders._tcp.example.org";
  private static final Query QUERY = new Query(0xbeef, NAME, Types.SRV, true);

  private static DnsMessage response() {
    return new DnsMessage(QUERY.id()).question(NAME, Types.SRV);
  }

  private static Message read(DnsMessage message) throws Malformed {
    return read(message.bytes());
  }

  private static Message read(byte[] bytes) throws Malformed {
    MessageReader reader = new MessageReader(ByteBuffer.wrap(bytes));
    assertThat(reader.answers(QUERY)).isTrue();
    return reader.read();
  }

  private static boolean isAnswer(DnsMessage message) {
    return new MessageReader(ByteBuffer.wrap(message.bytes())).answers(QUERY);
  }

  private static void assertMalformed(DnsMessage message, String why) {
    assertThatThrownBy(() -> read(message)).isInstanceOf(Malformed.class).hasMessage(why);
  }

  @Test
  void readsWhatIsUsed() throws Malformed {
    Message message =
        read(
            response()
                .alias(NAME, 5, "srv.example.org")
                .srv("SRV.Example.org", 60, 10, 20, 8080, "O1.example.org")
                .record("srv.example.org", 16, 60, new byte[] {1, 'x'})
                .soa("example.org", 30, 7)
                .additional()
                .address("o1.example.org", 61, "10.0.0.1")
                .address("o1.example.org", 62, "2001:db8::1"));
    assertThat(message.rcode()).isEqualTo(Rcode.NOERROR);
    assertThat(message.answers()).hasSize(3);
    assertThat(((Record.Alias) message.answers().get(0)).target()).isEqualTo("srv.example.org");
    Record.Service srv = (Record.Service) message.answers().get(1);
    assertThat(srv.name()).isEqualTo("srv.example.org");
    assertThat(srv.ttl()).isEqualTo(60);
    assertThat(srv.priority()).isEqualTo(10);
    assertThat(srv.weight()).isEqualTo(20);
    assertThat(srv.port()).isEqualTo(8080);
    assertThat(srv.target()).isEqualTo("o1.example.org");
    Record.Authority soa = (Record.Authority) message.authorities().get(0);
    assertThat(soa.negativeTtl()).isEqualTo(7);
    assertThat(
            message.additionals().stream()
                .map(record -> ((Record.Address) record).address().getHostAddress())
                .collect(Collectors.toList()))
        .containsExactly("10.0.0.1", "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void followsPointers() throws Malformed {
    // The name of the question is at 12, "example.org" in it at 12 + 8 + 5.
    byte[] toQuestion = {(byte) 0xc0, 12};
    byte[] target = {2, 'o', '1', (byte) 0xc0, 25};
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(new byte[] {0, 1, 0, 2, 0, 80});
    data.writeBytes(target);
    Message message = read(response().rawName(toQuestion, Types.SRV, 9, data.toByteArray()));
    Record.Service srv = (Record.Service) message.answers().get(0);
    assertThat(srv.name()).isEqualTo(NAME);
    assertThat(srv.target()).isEqualTo("o1.example.org");
  }

  @Test
  void aTtlWithTheHighestBitIsNone() throws Malformed {
    Message message = read(response().address("a", 0x80000000L, "10.0.0.1"));
    assertThat(message.answers().get(0).ttl()).isZero();
  }

  @Test
  void readsTheUpperBitsOfTheResponseCode() throws Malformed {
    Message message = read(response().additional().record("", 41, 1L << 24, new byte[0]));
    assertThat(message.rcode()).isEqualTo(Rcode.BADVERS);
  }

  @Test
  void bytesThatNoHostHasAreNoHost() throws Malformed {
    byte[] odd = {3, 'a', '.', 0x07, 0};
    Message message = read(response().rawName(odd, Types.A, 1, new byte[] {10, 0, 0, 1}));
    assertThat(message.answers().get(0).name()).isEqualTo("a\\046\\007");
    assertThat(Names.isHost(message.answers().get(0).name())).isFalse();
    assertThat(Names.isHost("")).isFalse();
    assertThat(Names.isHost("_x.a-1")).isTrue();
  }

  @Test
  void nothingOfWhatWasCutIsRead() throws Malformed {
    Message message = read(response().truncated().address(NAME, 1, "10.0.0.1").claim(5));
    assertThat(message.truncated()).isTrue();
    assertThat(message.answers()).isEmpty();
  }

  @Test
  void onlyTheAnswerToTheQuestionIsOne() {
    assertThat(isAnswer(response())).isTrue();
    assertThat(isAnswer(new DnsMessage(QUERY.id()).question("_ORDERS._tcp.Example.org", 33)))
        .isTrue();
    assertThat(isAnswer(response().id(0xbeee))).isFalse();
    assertThat(isAnswer(response().flags(0x0100))).isFalse();
    assertThat(isAnswer(response().flags(0xa800))).isFalse();
    assertThat(isAnswer(new DnsMessage(QUERY.id()).question(NAME, Types.A))).isFalse();
    assertThat(isAnswer(new DnsMessage(QUERY.id()).question("x." + NAME, Types.SRV))).isFalse();
    assertThat(isAnswer(response().question(NAME, Types.SRV))).isFalse();
    assertThat(isAnswer(new DnsMessage(QUERY.id()))).isFalse();
    assertThat(isAnswer(new DnsMessage(QUERY.id()).rcode(Rcode.NXDOMAIN))).isFalse();
    assertThat(isAnswer(new DnsMessage(QUERY.id()).rcode(Rcode.FORMERR))).isTrue();
    assertThat(new MessageReader(ByteBuffer.allocate(5)).answers(QUERY)).isFalse();
  }

  /** Where the first record begins: behind the header and the question. */
  private static final int RECORD = 12 + 26 + 4;

  @ParameterizedTest
  @ValueSource(ints = {RECORD, RECORD + 2, 0x3fff, 0, 11})
  void pointersLeadBackOrNowhere(int to) {
    byte[] name = {1, 'a', (byte) (0xc0 | to >> 8), (byte) to};
    assertMalformed(
        response().rawName(name, Types.A, 1, new byte[] {10, 0, 0, 1}),
        "a name that points to itself or beyond");
  }

  @Test
  void pointersDoNotLeadInCircles() {
    // The record's name points to the question's, in which a pointer leads on to the record.
    byte[] bytes =
        response()
            .rawName(new byte[] {(byte) 0xc0, 12}, Types.A, 1, new byte[] {10, 0, 0, 1})
            .bytes();
    bytes[12] = (byte) 0xc0;
    bytes[13] = RECORD;
    ByteBuffer message = ByteBuffer.wrap(bytes);
    message.position(RECORD);
    assertThatThrownBy(() -> Names.read(message))
        .isInstanceOf(Malformed.class)
        .hasMessage("a name that points to itself or beyond");
  }

  @Test
  void malformed() {
    byte[] ipv4 = {10, 0, 0, 1};
    assertMalformed(response().claim(1), "an end in the midst of a name");
    assertMalformed(
        response().rawName(new byte[] {0x40, 0}, Types.A, 1, ipv4), "a name of an unknown kind");
    byte[] label = new byte[64];
    label[0] = 63;
    Arrays.fill(label, 1, 64, (byte) 'a');
    ByteArrayOutputStream tooLong = new ByteArrayOutputStream();
    for (int i = 0; i < 4; i++) {
      tooLong.writeBytes(label);
    }
    tooLong.write(0);
    assertMalformed(
        response().rawName(tooLong.toByteArray(), Types.A, 1, ipv4), "a name that is too long");
    assertMalformed(response().record(NAME, Types.A, 1, new byte[3]), "a record that is too short");
    assertMalformed(
        response().record(NAME, Types.A, 1, new byte[5]),
        "a record that ends elsewhere than it says");
    assertMalformed(
        response().record(NAME, Types.AAAA, 1, new byte[15]), "a record that is too short");
    assertMalformed(
        response().record(NAME, Types.SRV, 1, new byte[5]), "a record that is too short");
    assertMalformed(
        response().record(NAME, Types.CNAME, 1, new byte[] {0, 0}),
        "a record that ends elsewhere than it says");
    assertMalformed(
        response().record(NAME, Types.SOA, 1, new byte[] {0, 0, 1}), "a record that is too short");
  }

  @Test
  void aMessageThatEndsEarlyIsMalformedWhereverItEnds() throws Malformed {
    byte[] whole =
        response()
            .srv(NAME, 60, 10, 20, 8080, "o1.example.org")
            .soa("example.org", 30, 7)
            .additional()
            .address("o1.example.org", 61, "10.0.0.1")
            .bytes();
    assertThat(read(whole).additionals()).hasSize(1);
    for (int length = 0; length < whole.length; length++) {
      MessageReader reader = new MessageReader(ByteBuffer.wrap(Arrays.copyOf(whole, length)));
      boolean answers = reader.answers(QUERY);
      assertThat(answers).isEqualTo(length >= RECORD);
      if (answers) {
        assertThatThrownBy(reader::read).isInstanceOf(Malformed.class);
      }
    }
  }

  /** Whatever comes, it is read in bounded time or is malformed. */
  @Test
  void survivesWhateverComes() {
    byte[] whole =
        response()
            .alias(NAME, 5, "srv.example.org")
            .srv("srv.example.org", 60, 10, 20, 8080, "o1.example.org")
            .rawName(new byte[] {(byte) 0xc0, 12}, Types.CNAME, 9, new byte[] {(byte) 0xc0, 25})
            .soa("example.org", 30, 7)
            .additional()
            .address("o1.example.org", 61, "10.0.0.1")
            .address("o1.example.org", 61, "2001:db8::1")
            .bytes();
    Random random = new Random(7);
    int read = 0;
    int malformed = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(8); changes >= 0; changes--) {
        int at = RECORD + random.nextInt(bytes.length - RECORD);
        bytes[at] = (byte) (random.nextBoolean() ? 0xc0 : random.nextInt(256));
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, RECORD + random.nextInt(bytes.length - RECORD));
      }
      if (random.nextInt(4) == 0) {
        bytes[6 + random.nextInt(6)] = (byte) random.nextInt(256);
      }
      try {
        Message message = read(bytes);
        Answer answer = Answer.read(message, NAME, Types.SRV);
        assertThat(answer.records().size()).isLessThanOrEqualTo(bytes.length / 11);
        read++;
      } catch (Malformed e) {
        malformed++;
      }
    }
    assertThat(read).isGreaterThan(1000);
    assertThat(malformed).isGreaterThan(1000);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);
      assertThat(new MessageReader(ByteBuffer.wrap(noise)).answers(QUERY)).isFalse();
    }
  }

  @Test
  void writesQueries() {
    ByteBuffer bytes = QUERY.bytes();
    byte[] written = new byte[bytes.remaining()];
    bytes.get(written);
    assertThat(written).hasSize(12 + NAME.length() + 2 + 4 + 11);
    assertThat(new String(written, 13, 7, StandardCharsets.US_ASCII)).isEqualTo("_orders");
    assertThat(Arrays.copyOfRange(written, 0, 12))
        .containsExactly(0xbe, 0xef, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);
    assertThat(Arrays.copyOfRange(written, written.length - 11, written.length))
        .containsExactly(0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0);
    assertThat(new Query(1, NAME, Types.SRV, false).bytes().remaining())
        .isEqualTo(written.length - 11);
  }
}
