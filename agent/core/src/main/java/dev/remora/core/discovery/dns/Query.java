package dev.remora.core.discovery.dns;

import java.nio.ByteBuffer;

/** One question to one server (RFC 1035, section 4; EDNS0 of RFC 6891). Immutable. */
final class Query {
  /**
   * The largest answer over UDP that is asked for: fits in a packet of IPv6 without fragments,
   * which get lost and can be forged (DNS flag day 2020).
   */
  static final int PAYLOAD = 1232;

  /** The largest without that (RFC 1035, section 4.2.1). */
  private static final int SMALL_PAYLOAD = 512;

  private static final int RECURSION_DESIRED = 0x0100;

  private final int id;
  private final String name;
  private final int type;
  private final boolean edns;

  /**
   * A query.
   *
   * @param id 0 to 65535, not to be guessed
   * @param name in lower case, without a dot at its end
   * @param edns whether to say that large answers are welcome
   */
  Query(int id, String name, int type, boolean edns) {
    this.id = id;
    this.name = name;
    this.type = type;
    this.edns = edns;
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  int type() {
    return type;
  }

  /** The largest answer over UDP that it allows, in bytes. */
  int payload() {
    return edns ? PAYLOAD : SMALL_PAYLOAD;
  }

  /** As it is sent over UDP. */
  ByteBuffer bytes() {
    // Header, a name of 255 at most, type and class, an OPT record.
    ByteBuffer bytes = ByteBuffer.allocate(Message.HEADER + 255 + 4 + 11);
    bytes.putShort((short) id);
    bytes.putShort((short) RECURSION_DESIRED);
    bytes.putShort((short) 1).putShort((short) 0).putShort((short) 0);
    bytes.putShort((short) (edns ? 1 : 0));
    Names.write(name, bytes);
    bytes.putShort((short) type).putShort((short) Types.IN);
    if (edns) {
      bytes.put((byte) 0).putShort((short) Types.OPT).putShort((short) PAYLOAD);
      bytes.putInt(0).putShort((short) 0);
    }
    bytes.flip();
    return bytes;
  }
}
