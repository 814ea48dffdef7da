package dev.remora.core.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP addresses: from literals without any look-up, and named. */
final class Addresses {
  private Addresses() {}

  /** Whether {@code text} is written as an IP address, so that no DNS can know it. */
  static boolean isLiteral(String text) {
    return text.indexOf(':') >= 0 || ipv4(text) != null;
  }

  /**
   * The address that a literal spells.
   *
   * @throws UnknownHostException if it is not a literal, or its zone is no interface of this
   *     machine
   */
  static InetAddress parse(String literal) throws UnknownHostException {
    byte[] ipv4 = ipv4(literal);
    if (ipv4 != null) {
      return InetAddress.getByAddress(ipv4);
    }
    if (literal.indexOf(':') < 0) {
      throw new UnknownHostException("not an IP address");
    }
    // With a colon in it InetAddress parses or fails, and never looks up.
    return InetAddress.getByName(literal);
  }

  private static byte[] ipv4(String text) {
    byte[] bytes = new byte[4];
    int part = 0;
    int digits = 0;
    int value = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (digits == 0 || part == 4) {
          return null;
        }
        bytes[part++] = (byte) value;
        digits = 0;
        value = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        digits++;
        value = value * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    return part == 4 ? bytes : null;
  }

  /** {@code address} under another name; nothing is looked up. */
  static InetAddress named(String name, InetAddress address) {
    try {
      if (address instanceof Inet6Address) {
        Inet6Address ipv6 = (Inet6Address) address;
        if (ipv6.getScopedInterface() != null) {
          return Inet6Address.getByAddress(name, ipv6.getAddress(), ipv6.getScopedInterface());
        }
        if (ipv6.getScopeId() != 0) {
          return Inet6Address.getByAddress(name, ipv6.getAddress(), ipv6.getScopeId());
        }
      }
      return InetAddress.getByAddress(name, address.getAddress());
    } catch (UnknownHostException e) {
      // Only for a wrong number of bytes, or an interface that has gone since.
      return address;
    }
  }
}
