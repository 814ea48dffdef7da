package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import java.net.InetAddress;

/** Hashes of 64 bits, the same in every process and version, made without garbage. */
final class Hashes {
  // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Hashes() {}

  /** Of a part of a text, by characters. */
  static long of(String text, int from, int to) {
    long hash = FNV_BASIS;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** Of the address and port alone, so that an endpoint keeps its place when its weight changes. */
  static long of(LiveEndpoint endpoint) {
    InetAddress address = endpoint.address();
    long hash = FNV_BASIS;
    for (byte b : address.getAddress()) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return mix((hash ^ endpoint.port()) * FNV_PRIME);
  }

  /** Changes each bit with a chance of a half: MurmurHash3's finalizer. */
  static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
