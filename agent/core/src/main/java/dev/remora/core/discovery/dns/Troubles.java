package dev.remora.core.discovery.dns;

import dev.remora.core.discovery.Registry;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells an outage of DNS from trouble with one name, whose zone may be broken while all others are
 * in order. Used by the timer's thread alone, but for {@link #lastAnswerNanos}.
 *
 * <p>It is an outage when a name fails twice in a row, or once in a way that won't pass, while no
 * other could be looked up since the first time; to find that out, the one that was looked up
 * longest ago is asked for anew. It ends when any name can be looked up; the others then try again
 * at once. Trouble with a name is a line of the log when it begins and one when it ends.
 */
final class Troubles {
  private final Registry.Listener listener;
  private final Timer timer;
  private final Log log;

  /** Those that could be looked up, the longest ago first. */
  private final Set<Watch> good = new LinkedHashSet<>();

  /** Those that can't be, and how many could be when they began to fail. */
  private final Map<Watch, Long> failing = new HashMap<>();

  private final Set<Watch> told = new LinkedHashSet<>();
  private long successes;
  private boolean down;

  /** When any could be looked up last, for all threads; null: none ever could. */
  private volatile Long answeredAt;

  Troubles(Registry.Listener listener, Timer timer, Log log) {
    this.listener = listener;
    this.timer = timer;
    this.log = log;
  }

  /**
   * {@code watch} has failed.
   *
   * @param inARow how often without a success in between, 1 or more
   */
  void failed(Watch watch, Fault fault, int inARow) {
    good.remove(watch);
    if (!failing.containsKey(watch)) {
      failing.put(watch, successes);
      if (!good.isEmpty()) {
        Watch other = good.iterator().next();
        timer.soon(other::look);
      }
    }
    boolean alone = failing.get(watch) < successes;
    if (alone) {
      if (inARow > 1 && told.add(watch)) {
        log.warn("what was known of " + watch + " stays in use: " + fault.reason());
      }
      return;
    }
    boolean sure = inARow > 1 || (fault.kind() == Fault.Kind.REFUSED && good.isEmpty());
    if (!down && sure) {
      down = true;
      listener.down(fault.reason());
    }
  }

  /** How long ago any name could be looked up, in nanoseconds; -1: none ever could. */
  long lastAnswerNanos() {
    Long at = answeredAt;
    return at == null ? -1 : System.nanoTime() - at;
  }

  /** {@code watch} has been looked up. */
  void succeeded(Watch watch) {
    answeredAt = System.nanoTime();
    successes++;
    good.remove(watch);
    good.add(watch);
    failing.remove(watch);
    if (told.remove(watch)) {
      log.info("DNS answers " + watch + " again");
    }
    if (down) {
      down = false;
      for (Watch other : new ArrayList<>(failing.keySet())) {
        timer.soon(other::look);
      }
      listener.up();
    }
  }
}
