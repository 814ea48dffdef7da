package dev.remora.jmh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The endpoints that all take part with. */
final class Addresses {
  static final int PORT = 8080;

  private Addresses() {}

  /** The IP address of one, without a look-up. */
  static String ip(int index) {
    return "10.0." + index / 250 + "." + (index % 250 + 1);
  }

  /** Address and port of one. */
  static InetSocketAddress socket(int index) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(
              new byte[] {10, 0, (byte) (index / 250), (byte) (index % 250 + 1)}),
          PORT);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Fails unless picks reach all {@code endpoints}: what is measured must be doing its work. */
  static void requireAll(int endpoints, Supplier<?> pick) {
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < 100 * endpoints && seen.size() < endpoints; i++) {
      seen.add(pick.get());
    }
    if (seen.size() != endpoints) {
      throw new IllegalStateException("only " + seen.size() + " of " + endpoints + " are picked");
    }
  }
}
