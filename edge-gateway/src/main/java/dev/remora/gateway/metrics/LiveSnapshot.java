package dev.remora.gateway.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * What happened in the last minute, for the live page. Made of the same counts as the metrics.
 *
 * @param millis when it was taken, since 1970
 * @param all all requests
 * @param routes by name; the empty name is that of requests for which there is no route
 * @param services by name: the calls to each, as its endpoints answered
 */
public record LiveSnapshot(long millis, Row all, List<Row> routes, List<Row> services) {
  /** How far back it goes. */
  public static final int SECONDS = 60;

  /** How many of the last seconds make what a row says of the present. */
  public static final int PRESENT = 10;

  /**
   * One second.
   *
   * @param requests how many ended in it
   * @param errors how many of them with a status from 500 on, or cut off
   * @param p50Millis what half of them took at most; 0: there were none
   * @param p99Millis what 99 % of them took at most; 0: there were none
   */
  public record Second(long requests, long errors, double p50Millis, double p99Millis) {}

  /**
   * One route or service.
   *
   * @param seconds the last {@link #SECONDS}, the oldest first; the one under way is not there
   * @param perSecond requests per second of the last {@link #PRESENT} seconds
   * @param errorShare of those, from 0 to 1
   * @param p50Millis of those
   * @param p99Millis of those
   */
  public record Row(
      String name,
      List<Second> seconds,
      double perSecond,
      double errorShare,
      double p50Millis,
      double p99Millis) {

    static Row of(String name, LiveSum[] sums) {
      List<Second> seconds = new ArrayList<>(sums.length);
      LiveSum present = new LiveSum();
      for (int i = 0; i < sums.length; i++) {
        LiveSum sum = sums[i];
        seconds.add(new Second(sum.count(), sum.errors(), sum.millis(0.5), sum.millis(0.99)));
        if (i >= sums.length - PRESENT) {
          present.add(sum);
        }
      }
      return new Row(
          name,
          List.copyOf(seconds),
          (double) present.count() / PRESENT,
          present.count() == 0 ? 0 : (double) present.errors() / present.count(),
          present.millis(0.5),
          present.millis(0.99));
    }
  }
}
