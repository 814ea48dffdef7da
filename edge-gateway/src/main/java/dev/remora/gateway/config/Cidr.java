package dev.remora.gateway.config;

import dev.remora.core.config.Type;
import io.netty.util.NetUtil;

/** A range of IP addresses, such as {@code 10.0.0.0/8}. Immutable. */
public final class Cidr {
  /** As it is written: an address alone is a range of one. */
  public static final Type<Cidr> TYPE =
      new Type<Cidr>("addresses and ranges, such as 10.0.0.0/8, 192.0.2.7, fd00::/8") {
        @Override
        public Cidr parse(String text) {
          Cidr cidr = Cidr.parse(text);
          if (cidr == null) {
            throw new BadValue("is no range of IP addresses");
          }
          return cidr;
        }
      };

  private final String text;
  private final byte[] address;
  private final int bits;

  private Cidr(String text, byte[] address, int bits) {
    this.text = text;
    this.address = address;
    this.bits = bits;
  }

  private static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int all = address.length * 8;
    if (slash < 0) {
      return new Cidr(text, address, all);
    }
    String length = text.substring(slash + 1);
    int bits = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : -1;
    return bits < 0 || bits > all ? null : new Cidr(text, address, bits);
  }

  /** Whether {@code text} is an IP address. */
  public static boolean isAddress(String text) {
    return bytes(text) != null;
  }

  private static byte[] bytes(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes != null && bytes.length == 16 && isMapped(bytes)
        ? java.util.Arrays.copyOfRange(bytes, 12, 16)
        : bytes;
  }

  /** An IPv4 address as IPv6 sockets show it. */
  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  /** Whether {@code ip} is one of them. */
  public boolean contains(String ip) {
    byte[] other = bytes(ip);
    if (other == null || other.length != address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >>> (i & 7);
      if (((address[i >> 3] ^ other[i >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr
        && bits == cidr.bits
        && java.util.Arrays.equals(address, cidr.address);
  }

  @Override
  public int hashCode() {
    return 31 * java.util.Arrays.hashCode(address) + bits;
  }

  @Override
  public String toString() {
    return text;
  }
}
