package dev.remora.telemetry;

import dev.remora.core.log.Log;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.MeshReadings;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.core.telemetry.Telemetry;
import dev.remora.telemetry.beside.Annotator;
import dev.remora.telemetry.beside.OtherAgent;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.export.ExportThread;
import dev.remora.telemetry.trace.Recorder;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Records calls and requests as spans and metrics, and exports them by the standard settings of
 * OpenTelemetry. The thread that makes it is the one that has to {@link #run} it.
 *
 * <p>From when another agent that makes spans of the same calls is there, calls are no spans of
 * ours any more, nor are their durations measured: that agent does both.
 */
public final class MeshTelemetry implements Telemetry, Runnable {
  private final ExportThread exports;
  private final Recorder recorder;
  private final OtherAgent other;
  private final Annotator annotator;
  private final Settings settings;

  /**
   * Ready to record; nothing is exported until it runs.
   *
   * @param service what this process is called where the settings don't say; or null
   * @param mesh what is read for metrics
   * @param other that may be there, or come
   * @param timer for time-outs; shared, and not shut down here
   */
  public MeshTelemetry(
      Settings settings,
      String service,
      MeshReadings mesh,
      OtherAgent other,
      ScheduledExecutorService timer,
      Log log) {
    this.settings = settings;
    this.other = other;
    exports = new ExportThread(settings, service, mesh, timer, Thread.currentThread(), log);
    recorder = new Recorder(settings, exports.spans(), exports.meters());
    annotator = new Annotator(other, mesh, exports.meters());
  }

  @Override
  public void run() {
    exports.run();
  }

  /**
   * Sends what there is, as the process ends.
   *
   * @param millis the most that this takes
   */
  public void stop(long millis) throws InterruptedException {
    exports.stop(millis);
  }

  @Override
  public ObservedCall begin(String service, String host, RequestInfo request, long now) {
    return other.isPresent()
        ? annotator.begin(service, host, request, now)
        : recorder.begin(service, host, request, now);
  }

  @Override
  public ObservedRequest received(InboundRequest request) {
    return other.isPresent() ? annotator.received(request) : recorder.received(request);
  }

  @Override
  public String describe() {
    return other.isPresent()
        ? annotator.describe() + ", " + settings.metricsTo()
        : exports.describe();
  }
}
