package dev.remora.gateway.telemetry;

import dev.remora.core.Mesh;
import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.telemetry.MeshTelemetry;
import dev.remora.telemetry.beside.OtherAgent;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.config.Wanted;
import java.util.concurrent.CountDownLatch;

/**
 * Spans of requests and of the calls made for them, and the metrics of OTLP, by the standard
 * settings of OpenTelemetry. What is sent is sent by a thread of its own.
 */
final class Traces implements AutoCloseable {
  /** The most that the end of the process is held up by what is still to be sent. */
  private static final long FLUSH_MILLIS = 2000;

  private final Mesh mesh;
  private final Log log;
  private final String service;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile MeshTelemetry telemetry;

  private Traces(Mesh mesh, String service, Log log) {
    this.mesh = mesh;
    this.service = service;
    this.log = log;
  }

  /**
   * Has what passes recorded from now on.
   *
   * @param service what the gateway is called where the settings don't say
   * @return null: nothing is to be recorded
   */
  static Traces start(Mesh mesh, Config config, String service, Log log) {
    if (!Wanted.is(config.telemetry(), System.getenv(), System.getProperties())) {
      return null;
    }
    Traces traces = new Traces(mesh, service, log);
    Thread thread = new Thread(traces::run, "remora-telemetry");
    thread.setDaemon(true);
    thread.start();
    try {
      // The first request is to be in it as well.
      traces.ready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return traces;
  }

  private void run() {
    MeshTelemetry made;
    try {
      Settings settings = Settings.read(System.getenv(), System.getProperties(), log);
      made =
          new MeshTelemetry(
              settings, service, mesh.readings(), new OtherAgent(), mesh.timer(), log);
      telemetry = made;
      mesh.observe(made);
    } finally {
      ready.countDown();
    }
    made.run();
  }

  /** Sends what there is, within two seconds. */
  @Override
  public void close() {
    MeshTelemetry made = telemetry;
    if (made != null) {
      try {
        made.stop(FLUSH_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
