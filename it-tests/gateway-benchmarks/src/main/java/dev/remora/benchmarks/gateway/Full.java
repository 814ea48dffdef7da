package dev.remora.benchmarks.gateway;

import java.nio.file.Path;
import java.util.List;

/**
 * The gateway with all that stands at an edge: a route with conditions, a token that is verified,
 * the access log in a file, metrics, and traces of one request in a hundred.
 */
record Full(Program program, List<String> headers) implements AutoCloseable {
  /** One event loop, as its peers have, and one service. */
  static final String BARE = "event-loops: 1\nexpose: [orders]";

  static Full start(Peers peers, Path folder, int port, List<String> options, int origin)
      throws Exception {
    return new Full(peers.remora("Remora, full", port, BARE, options, origin), List.of());
  }

  @Override
  public void close() throws InterruptedException {
    program.close();
  }
}
