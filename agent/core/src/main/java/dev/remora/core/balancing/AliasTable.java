package dev.remora.core.balancing;

/**
 * Draws an endpoint of a rotation by weight, in constant time and with one comparison: Walker's
 * alias method, the table made as by Vose (1991). Each endpoint has a cell of the same size, of
 * which it keeps what it needs and leaves the rest to one that needs more.
 */
final class AliasTable {
  private static final double ONE = 1L << 32;

  private final int size;

  /** How much of its cell each endpoint keeps, of 2^32; null: all of it. */
  private final long[] kept;

  private final int[] alias;

  AliasTable(Rotation rotation) {
    size = rotation.size();
    if (rotation.isEven()) {
      kept = null;
      alias = null;
      return;
    }
    kept = new long[size];
    alias = new int[size];
    double[] left = new double[size];
    // Those that need less than a cell from the front, those that need more from the back.
    int[] order = new int[size];
    int less = 0;
    int more = size;
    for (int i = 0; i < size; i++) {
      left[i] = rotation.weight(i);
      order[left[i] < 1 ? less++ : --more] = i;
    }
    int at = 0;
    while (at < less && more < size) {
      int small = order[at++];
      int great = order[more];
      kept[small] = Math.round(left[small] * ONE);
      alias[small] = great;
      left[great] -= 1 - left[small];
      if (left[great] < 1) {
        more++;
        order[less++] = great;
      }
    }
    // Whatever was rounded: these fill their cells.
    for (; at < less; at++) {
      kept[order[at]] = 1L << 32;
    }
    for (; more < size; more++) {
      kept[order[more]] = 1L << 32;
    }
  }

  /** The endpoint that {@code fraction} draws, of which the low 32 bits count. */
  int at(long fraction) {
    long place = (fraction & 0xffffffffL) * size;
    int cell = (int) (place >>> 32);
    if (kept == null) {
      return cell;
    }
    // Read in any case: a processor can't foresee which it is.
    int other = alias[cell];
    return (place & 0xffffffffL) < kept[cell] ? cell : other;
  }
}
