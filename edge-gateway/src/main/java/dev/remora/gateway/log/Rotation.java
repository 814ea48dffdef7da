package dev.remora.gateway.log;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.time.Duration;

/**
 * When a file of log is full, and how many full ones are kept.
 *
 * @param size in bytes
 * @param age since it was begun
 * @param keep full ones; 0: none
 */
record Rotation(long size, Duration age, int keep) {
  private static final long LEAST_SIZE = 4 << 10;
  private static final long MOST_SIZE = 1L << 40;
  private static final long SIZE = 100 << 20;
  private static final Duration AGE = Duration.ofHours(24);
  private static final int KEEP = 7;
  private static final int MOST_KEPT = 1000;

  /** The settings {@code rotate}. */
  static Rotation read(Section rotate) {
    Rotation read =
        new Rotation(
            rotate.value("size", GatewayTypes.size(LEAST_SIZE, MOST_SIZE), SIZE),
            rotate.value("age", Types.duration("1s", "8760h"), AGE),
            rotate.value("keep", Types.count(0, MOST_KEPT), KEEP));
    rotate.end();
    return read;
  }
}
