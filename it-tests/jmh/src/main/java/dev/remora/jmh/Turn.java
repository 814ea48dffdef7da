package dev.remora.jmh;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Each thread goes through the endpoints in an order of its own, as calls do. */
@State(Scope.Thread)
public class Turn {
  private int[] order;
  private int at;

  /** Shuffles. */
  @Setup
  public void shuffle(BenchmarkParams parameters) {
    int endpoints = Integer.parseInt(parameters.getParam("endpoints"));
    List<Integer> all = IntStream.range(0, endpoints).boxed().collect(Collectors.toList());
    Collections.shuffle(all, ThreadLocalRandom.current());
    order = all.stream().mapToInt(each -> each).toArray();
  }

  int next() {
    at = at + 1 < order.length ? at + 1 : 0;
    return order[at];
  }

  int at() {
    return at;
  }
}
