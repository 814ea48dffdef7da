package dev.remora.core.discovery.consul;

import dev.remora.core.discovery.Registry;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes one outage of what many queries find out one by one.
 *
 * <p>It begins when a query fails twice in a row, or once in a way that won't pass, and ends when
 * no query is failing any more.
 */
final class Outage {
  private final Registry.Listener listener;
  private final Timer timer;
  private final Set<BlockingQuery<?>> failing = new HashSet<>();
  private boolean down;

  Outage(Registry.Listener listener, Timer timer) {
    this.listener = listener;
    this.timer = timer;
  }

  synchronized void failed(BlockingQuery<?> query, Fault fault, int inARow) {
    failing.add(query);
    if (!down && (inARow > 1 || fault.kind() == Fault.Kind.REFUSED)) {
      down = true;
      listener.down(fault.reason());
    }
  }

  synchronized void succeeded(BlockingQuery<?> query) {
    if (!failing.remove(query)) {
      return;
    }
    // Where one got through the others will: they needn't sit out their back-off.
    for (BlockingQuery<?> other : failing) {
      timer.soon(other::nudge);
    }
    if (down && failing.isEmpty()) {
      down = false;
      listener.up();
    }
  }
}
