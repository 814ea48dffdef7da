package dev.remora.telemetry.export;

import dev.remora.core.log.Log;
import dev.remora.core.telemetry.MeshReadings;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.metrics.Meters;
import dev.remora.telemetry.trace.Epoch;
import dev.remora.telemetry.trace.Spans;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

/**
 * Exports what others have recorded: spans as soon as a batch is there or a while has passed, and
 * metrics every so often. All of it is one thread's, a daemon, which is the only one that waits for
 * a backend.
 */
public final class ExportThread implements Runnable {
  private final Settings settings;
  private final String service;
  private final MeshReadings mesh;
  private final ScheduledExecutorService timer;
  private final Log log;

  private final Pause pause = new Pause();
  private final Epoch epoch = new Epoch();
  private final Meters meters = new Meters();
  private final Spans spans;
  private final LongAdder sent = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final long started = epoch.of(System.nanoTime());
  private final Thread thread;

  private volatile Exports exports;
  private boolean faulty;

  /**
   * Nothing runs yet.
   *
   * @param service what this process is called where the settings don't say; or null
   * @param timer for time-outs; shared, and not shut down here
   * @param thread that will {@link #run} this
   */
  public ExportThread(
      Settings settings,
      String service,
      MeshReadings mesh,
      ScheduledExecutorService timer,
      Thread thread,
      Log log) {
    this.settings = settings;
    this.service = service;
    this.mesh = mesh;
    this.timer = timer;
    this.thread = thread;
    this.log = log;
    this.spans = new Spans(settings.queue(), settings.batch(), pause);
  }

  /** Where spans are to be put. */
  public Spans spans() {
    return spans;
  }

  /** Where things are to be counted. */
  public Meters meters() {
    return meters;
  }

  @Override
  public void run() {
    long delay = settings.delay().toNanos();
    long interval = settings.metricInterval().toNanos();
    long nextSpans = System.nanoTime() + delay;
    long nextMetrics = System.nanoTime() + interval;
    while (!pause.isStopping()) {
      pause.forWork(nextSpans - nextMetrics < 0 ? nextSpans : nextMetrics);
      boolean spansDue = System.nanoTime() - nextSpans >= 0;
      if (spansDue) {
        nextSpans = System.nanoTime() + delay;
      }
      while (!pause.isStopping() && (spansDue || spans.size() >= settings.batch())) {
        spansDue = guarded(false) && spans.size() >= settings.batch();
      }
      if (System.nanoTime() - nextMetrics >= 0 && !pause.isStopping()) {
        nextMetrics = System.nanoTime() + interval;
        epoch.adjust();
        guarded(true);
      }
    }
    // What is left, for as long as the end of the process may be held up.
    boolean more = true;
    while (more && pause.left() > 0) {
      more = guarded(false);
    }
    if (pause.left() > 0 && meters.isUsed()) {
      guarded(true);
    }
    if (exports != null) {
      exports.close();
    }
  }

  /** Exports, and survives whatever happens meanwhile; returns whether there was something. */
  private boolean guarded(boolean metrics) {
    try {
      if (!metrics && spans.size() == 0) {
        return false;
      }
      if (exports == null) {
        exports =
            new Exports(
                settings, service, meters, mesh, spans, epoch, timer, pause, sent, lost, started,
                log);
      }
      if (metrics) {
        exports.metrics();
        return true;
      }
      return exports.spans();
    } catch (RuntimeException | LinkageError e) {
      if (!faulty) {
        faulty = true;
        // The kind of fault alone: a message may quote what must not be logged.
        StackTraceElement[] trace = e.getStackTrace();
        log.error(
            "telemetry: a fault of the agent's own, some data is lost: "
                + e.getClass().getName()
                + (trace.length > 0 ? " at " + trace[0] : ""));
      }
      return true;
    }
  }

  /**
   * Sends what there is, as the process ends.
   *
   * @param millis the most that this takes
   */
  public void stop(long millis) throws InterruptedException {
    pause.stop(System.nanoTime() + millis * 1_000_000);
    thread.join(millis);
  }

  /** How it stands: one line. */
  public String describe() {
    Exports made = exports;
    String outage = made == null ? null : made.outage();
    return settings
        + "; "
        + sent.sum()
        + " spans sent, "
        + (lost.sum() + spans.dropped())
        + " dropped"
        + (outage == null ? "" : "; down: " + outage);
  }
}
