package dev.remora.core.discovery.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one message, in two steps: whether it is the response to a query at all, and what it says.
 *
 * <p>Nothing in it is trusted: every length is checked against what there is.
 */
final class MessageReader {
  private static final int RESPONSE = 0x8000;
  private static final int OPCODE = 0x7800;
  private static final int TRUNCATED = 0x0200;
  private static final int RCODE = 0x000f;

  /** Of a record: type, class, TTL and length. */
  private static final int FIXED = 10;

  private final ByteBuffer message;

  /**
   * A reader.
   *
   * @param message from its beginning at index 0 to the limit
   */
  MessageReader(ByteBuffer message) {
    this.message = message;
  }

  /**
   * Whether it is the response to {@code query}: its id, and its question (RFC 5452, section 9.1).
   * One without a question can only say that something was wrong with the query.
   */
  boolean answers(Query query) {
    if (message.limit() < Message.HEADER
        || unsigned(0) != query.id()
        || (unsigned(2) & (RESPONSE | OPCODE)) != RESPONSE) {
      return false;
    }
    int rcode = unsigned(2) & RCODE;
    if (unsigned(4) == 0) {
      return rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN;
    }
    message.position(Message.HEADER);
    try {
      return unsigned(4) == 1
          && Names.read(message).equals(query.name())
          && message.remaining() >= 4
          && nextUnsigned() == query.type()
          && nextUnsigned() == Types.IN;
    } catch (Malformed e) {
      return false;
    }
  }

  /** What it says, after {@link #answers} was true. */
  Message read() throws Malformed {
    int flags = unsigned(2);
    int rcode = flags & RCODE;
    if ((flags & TRUNCATED) != 0 || unsigned(4) == 0) {
      return Message.bare(rcode, (flags & TRUNCATED) != 0);
    }
    List<Record> answers = section(unsigned(6));
    List<Record> authorities = section(unsigned(8));
    List<Record> additionals = section(unsigned(10));
    for (Record record : additionals) {
      if (record.type() == Types.OPT) {
        // The upper eight bits stand where others have the TTL's (RFC 6891, section 6.1.3).
        rcode |= (int) (record.ttl() >> 24) << 4;
      }
    }
    return new Message(rcode, false, answers, authorities, additionals);
  }

  private List<Record> section(int count) throws Malformed {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record());
    }
    return records;
  }

  private Record record() throws Malformed {
    String name = Names.read(message);
    if (message.remaining() < FIXED) {
      throw new Malformed("an end in the midst of a record");
    }
    int type = nextUnsigned();
    int recordClass = nextUnsigned();
    long ttl = message.getInt() & 0xffffffffL;
    int length = nextUnsigned();
    int end = message.position() + length;
    if (end > message.limit()) {
      throw new Malformed("a record that is longer than the message");
    }
    Record record;
    if (type == Types.OPT || recordClass != Types.IN) {
      record = new Record(name, type == Types.OPT ? type : 0, ttl);
      message.position(end);
    } else {
      // With the highest bit set it counts as 0 (RFC 2181, section 8).
      record = data(name, type, ttl > Integer.MAX_VALUE ? 0 : ttl, end);
    }
    if (message.position() != end) {
      throw new Malformed("a record that ends elsewhere than it says");
    }
    return record;
  }

  private Record data(String name, int type, long ttl, int end) throws Malformed {
    switch (type) {
      case Types.A:
        return new Record.Address(name, type, ttl, address(4, end));
      case Types.AAAA:
        return new Record.Address(name, type, ttl, address(16, end));
      case Types.CNAME:
        return new Record.Alias(name, ttl, Names.read(message));
      case Types.SRV:
        need(6, end);
        return new Record.Service(
            name, ttl, nextUnsigned(), nextUnsigned(), nextUnsigned(), Names.read(message));
      case Types.SOA:
        Names.read(message);
        Names.read(message);
        need(20, end);
        message.position(message.position() + 16);
        return new Record.Authority(name, ttl, message.getInt() & 0xffffffffL);
      default:
        message.position(end);
        return new Record(name, type, ttl);
    }
  }

  private InetAddress address(int length, int end) throws Malformed {
    need(length, end);
    byte[] bytes = new byte[length];
    message.get(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void need(int bytes, int end) throws Malformed {
    if (end - message.position() < bytes) {
      throw new Malformed("a record that is too short");
    }
  }

  private int unsigned(int index) {
    return message.getShort(index) & 0xffff;
  }

  private int nextUnsigned() {
    return message.getShort() & 0xffff;
  }
}
