package dev.remora.gateway.log;

import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The thread that writes lines. While some come it looks for them every few milliseconds, so that
 * nobody has to wake it; once none have come for a while it sleeps, and is woken by the next.
 */
final class LogWriter implements Runnable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Looks in vain before it goes to sleep: half a second. */
  private static final int LOOKS = 50;

  private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long CLOSE_MILLIS = 2_000;

  private final Supplier<List<LoopLog>> loops;
  private final Log log;

  /** What is to be written to from the next round on; a holder, as it may be nothing. */
  private final AtomicReference<Next> next = new AtomicReference<>();

  private volatile boolean asleep;
  private volatile boolean closing;
  private Thread thread;

  private Output output;
  private boolean failing;
  private long toldDropped;
  private long told;

  LogWriter(Supplier<List<LoopLog>> loops, Log log) {
    this.loops = loops;
    this.log = log;
  }

  /** Writes there from now on; null: nowhere. */
  synchronized void to(Output to) {
    Next unused = next.getAndSet(new Next(to));
    if (unused != null) {
      unused.close();
    }
    if (thread == null) {
      thread = new Thread(this, "remora-access-log");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Something is there to be written. */
  void wake() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    int looks = 0;
    while (!closing) {
      boolean wrote = round();
      looks = wrote ? 0 : looks + 1;
      if (failing) {
        LockSupport.parkNanos(this, SLEEP_NANOS);
      } else if (looks < LOOKS) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      } else {
        asleep = true;
        if (isEmpty()) {
          LockSupport.parkNanos(this, SLEEP_NANOS);
        }
        asleep = false;
      }
    }
    round();
    try {
      if (output != null) {
        output.close();
      }
    } catch (IOException e) {
      log.warn("access log: " + reason(e));
    }
    tellDropped(true);
  }

  private boolean isEmpty() {
    for (LoopLog loop : loops.get()) {
      if (!loop.ring().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Writes all that is there; whether there was anything. */
  private boolean round() {
    long written = 0;
    try {
      if (!failing) {
        turn();
      }
      if (output == null) {
        for (LoopLog loop : loops.get()) {
          written += loop.ring().drain((bytes, offset, length) -> length);
        }
      } else {
        written = write();
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        log.error("access log: " + reason(e) + "; lines are kept as long as there is room");
      }
    }
    tellDropped(false);
    return written > 0;
  }

  private long write() throws IOException {
    long written = 0;
    if (!failing) {
      output.tend();
    }
    for (LoopLog loop : loops.get()) {
      written += loop.ring().drain(output);
    }
    if (failing) {
      failing = false;
      log.warn("access log: is written again");
    }
    return written;
  }

  /** Goes over to another output, between lines. */
  private void turn() throws IOException {
    Next turned = next.getAndSet(null);
    if (turned != null) {
      Output before = output;
      output = turned.output();
      if (before != null) {
        before.close();
      }
    }
  }

  private void tellDropped(boolean last) {
    long dropped = 0;
    for (LoopLog loop : loops.get()) {
      dropped += loop.ring().dropped();
    }
    long now = System.nanoTime();
    if (dropped > toldDropped && (last || toldDropped == 0 || now - told >= TELL_NANOS)) {
      log.warn(
          "access log: "
              + (dropped - toldDropped)
              + " lines dropped, as they were not written fast enough");
      toldDropped = dropped;
      told = now;
    }
  }

  /** What went wrong, for an operator. */
  static String reason(IOException failure) {
    if (failure instanceof FileSystemException file) {
      String what =
          file.getReason() != null
              ? file.getReason()
              : file.getClass().getSimpleName().replace("Exception", "");
      return file.getFile() + ": " + what;
    }
    return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
  }

  /** Writes what is left, and ends. */
  void close() {
    Thread running;
    synchronized (this) {
      running = thread;
    }
    closing = true;
    if (running == null) {
      return;
    }
    LockSupport.unpark(running);
    try {
      running.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Next(Output output) {
    void close() {
      try {
        if (output != null) {
          output.close();
        }
      } catch (IOException e) {
        // It was never written to: there is nothing to lose.
      }
    }
  }
}
