package dev.remora.core.testing;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Writes messages of DNS byte by byte, right ones and wrong ones. Names are not compressed. */
public final class DnsMessage {
  public static final int A = 1;
  public static final int NS = 2;
  public static final int CNAME = 5;
  public static final int SOA = 6;
  public static final int AAAA = 28;
  public static final int SRV = 33;

  private final ByteArrayOutputStream question = new ByteArrayOutputStream();
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private final int[] counts = new int[3];
  private int id;
  private int flags = 0x8180;
  private int questions;
  private int section;

  /** A response to the query {@code id}, without a question so far. */
  public DnsMessage(int id) {
    this.id = id;
  }

  /** A response with the id and the question of {@code query}. */
  public static DnsMessage to(Query query) {
    return new DnsMessage(query.id()).question(query.name(), query.type());
  }

  public DnsMessage id(int other) {
    id = other;
    return this;
  }

  public DnsMessage question(String name, int type) {
    questions++;
    name(question, name);
    u16(question, type);
    u16(question, 1);
    return this;
  }

  public DnsMessage rcode(int rcode) {
    flags = (flags & ~0xf) | rcode;
    return this;
  }

  /** Other flags than those of a usual response. */
  public DnsMessage flags(int other) {
    flags = other;
    return this;
  }

  public DnsMessage truncated() {
    flags |= 0x0200;
    return this;
  }

  /** The records that follow belong to the authority section. */
  public DnsMessage authority() {
    section = 1;
    return this;
  }

  /** The records that follow belong to the additional section. */
  public DnsMessage additional() {
    section = 2;
    return this;
  }

  /** An A or AAAA record. */
  public DnsMessage address(String name, long ttl, String address) {
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return record(name, bytes.length == 4 ? A : AAAA, ttl, bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  public DnsMessage alias(String name, long ttl, String target) {
    return record(name, CNAME, ttl, name(target));
  }

  public DnsMessage srv(String name, long ttl, int priority, int weight, int port, String target) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    u16(data, priority);
    u16(data, weight);
    u16(data, port);
    data.writeBytes(name(target));
    return record(name, SRV, ttl, data.toByteArray());
  }

  /** In the authority section: that there is nothing holds {@code minimum} seconds. */
  public DnsMessage soa(String name, long ttl, long minimum) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(name("ns." + name));
    data.writeBytes(name("root." + name));
    for (int i = 0; i < 4; i++) {
      u32(data, 3600);
    }
    u32(data, minimum);
    return authority().record(name, SOA, ttl, data.toByteArray());
  }

  public DnsMessage record(String name, int type, long ttl, byte[] data) {
    return rawName(name(name), type, ttl, data);
  }

  /** A record whose name is given as bytes. */
  public DnsMessage rawName(byte[] name, int type, long ttl, byte[] data) {
    counts[section]++;
    records.writeBytes(name);
    u16(records, type);
    u16(records, 1);
    u32(records, ttl);
    u16(records, data.length);
    records.writeBytes(data);
    return this;
  }

  /** Says that there are more records than there are. */
  public DnsMessage claim(int more) {
    counts[section] += more;
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    u16(message, id);
    u16(message, flags);
    u16(message, questions);
    for (int count : counts) {
      u16(message, count);
    }
    message.writeBytes(question.toByteArray());
    message.writeBytes(records.toByteArray());
    return message.toByteArray();
  }

  private static byte[] name(String text) {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    name(name, text);
    return name.toByteArray();
  }

  private static void name(ByteArrayOutputStream out, String text) {
    for (String label : text.split("\\.", -1)) {
      if (!label.isEmpty()) {
        out.write(label.length());
        for (int i = 0; i < label.length(); i++) {
          out.write(label.charAt(i));
        }
      }
    }
    out.write(0);
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private static void u32(ByteArrayOutputStream out, long value) {
    u16(out, (int) (value >> 16) & 0xffff);
    u16(out, (int) value & 0xffff);
  }

  /**
   * A query as it came.
   *
   * @param name in lower case
   * @param payload what its OPT record welcomes; 0 where it has none
   * @param port whence it came
   */
  public record Query(int id, String name, int type, int payload, int port, boolean tcp) {
    /** Reads one that is as it must be. */
    static Query read(byte[] bytes, int length, int port, boolean tcp) {
      int at = 12;
      StringBuilder name = new StringBuilder();
      while (bytes[at] != 0) {
        name.append(name.isEmpty() ? "" : ".");
        for (int i = 1; i <= bytes[at]; i++) {
          name.append((char) bytes[at + i]);
        }
        at += bytes[at] + 1;
      }
      int type = u16(bytes, at + 1);
      if (u16(bytes, 2) != 0x0100 || u16(bytes, 4) != 1 || u16(bytes, at + 3) != 1) {
        throw new AssertionError("not one question that wants recursion");
      }
      int payload = 0;
      if (u16(bytes, 10) == 1) {
        if (bytes[at + 5] != 0 || u16(bytes, at + 6) != 41 || length != at + 16) {
          throw new AssertionError("not an OPT record at the end");
        }
        payload = u16(bytes, at + 8);
      }
      return new Query(
          u16(bytes, 0), name.toString().toLowerCase(Locale.ROOT), type, payload, port, tcp);
    }

    private static int u16(byte[] bytes, int at) {
      return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /** {@code name type}, the type as operators write it. */
    public String asked() {
      return name + " " + (type == A ? "A" : type == AAAA ? "AAAA" : type == SRV ? "SRV" : type);
    }
  }
}
