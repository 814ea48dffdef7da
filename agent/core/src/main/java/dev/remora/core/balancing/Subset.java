package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some of the endpoints of a large service, so that not every process holds connections to every
 * one: those that rank highest by a hash of the process and the endpoint (rendezvous hashing, as in
 * gRFC A68). A process keeps its subset, of which a change of one endpoint changes one at most, and
 * the subsets of many processes use all endpoints alike.
 */
final class Subset {
  private final long process;

  /**
   * A choice.
   *
   * @param process different in each process
   */
  Subset(long process) {
    this.process = process;
  }

  /** At most {@code most} of them, in their order; null: all. */
  List<LiveEndpoint> of(Snapshot all, Integer most) {
    int size = all.size();
    List<LiveEndpoint> chosen = new ArrayList<>(size);
    if (most == null || most >= size) {
      for (int i = 0; i < size; i++) {
        chosen.add(all.get(i));
      }
      return chosen;
    }
    long[] ranks = new long[size];
    for (int i = 0; i < size; i++) {
      ranks[i] = Hashes.mix(Hashes.of(all.get(i)) ^ process);
    }
    long[] sorted = ranks.clone();
    Arrays.sort(sorted);
    long least = sorted[size - most];
    for (int i = 0; i < size && chosen.size() < most; i++) {
      if (ranks[i] >= least) {
        chosen.add(all.get(i));
      }
    }
    return chosen;
  }
}
