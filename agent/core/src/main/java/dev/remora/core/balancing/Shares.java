package dev.remora.core.balancing;

/**
 * Divides the 32-bit fractions of 1 among the endpoints of a rotation by weight, in constant time:
 * a cumulative table, and a guide to it with as many entries as there are endpoints (Chen and
 * Asau's guide table, 1974). Unlike with an alias table what is near in the fraction is near in the
 * table, so a sequence that fills the fractions evenly spreads calls evenly.
 */
final class Shares {
  private static final double ONE = 1L << 32;

  private final int size;

  /** Where the share of each endpoint ends, of 2^32; null: all shares are the same. */
  private final long[] ends;

  private final int[] guide;

  Shares(Rotation rotation) {
    size = rotation.size();
    if (rotation.isEven()) {
      ends = null;
      guide = null;
      return;
    }
    ends = new long[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += rotation.weight(i);
      ends[i] = Math.round(sum / size * ONE);
    }
    // Whatever was rounded.
    ends[size - 1] = 1L << 32;
    guide = new int[size];
    int at = 0;
    for (int i = 0; i < size; i++) {
      // The least fraction of which cell() is i.
      long least = ((long) i << 32) / size;
      while (ends[at] <= least) {
        at++;
      }
      guide[i] = at;
    }
  }

  /** The endpoint whose share {@code fraction} is in, of which the low 32 bits count. */
  int at(long fraction) {
    long low = fraction & 0xffffffffL;
    int cell = (int) ((low * size) >>> 32);
    if (ends == null) {
      return cell;
    }
    int at = guide[cell];
    while (ends[at] <= low) {
      at++;
    }
    return at;
  }
}
