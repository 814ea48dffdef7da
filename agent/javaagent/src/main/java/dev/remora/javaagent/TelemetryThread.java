package dev.remora.javaagent;

import dev.remora.core.Mesh;
import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.telemetry.MeshTelemetry;
import dev.remora.telemetry.beside.OtherAgent;
import dev.remora.telemetry.config.Settings;

/** Has the mesh's calls recorded; all that this takes happens on a thread of its own. */
final class TelemetryThread {
  /** The most that the end of the process is held up by what is still to be sent. */
  private static final long FLUSH_MILLIS = 2000;

  private final Mesh mesh;
  private final Config config;
  private final OtherAgent other;
  private final Log log;
  private volatile MeshTelemetry telemetry;

  TelemetryThread(Mesh mesh, Config config, OtherAgent other, Log log) {
    this.mesh = mesh;
    this.config = config;
    this.other = other;
    this.log = log;
  }

  void run() {
    Settings settings = Settings.read(System.getenv(), System.getProperties(), log);
    String service = config.register().isEmpty() ? null : config.register().get(0).service();
    MeshTelemetry made =
        new MeshTelemetry(settings, service, mesh.readings(), other, mesh.timer(), log);
    telemetry = made;
    mesh.observe(made);
    made.run();
  }

  void stop() throws InterruptedException {
    MeshTelemetry made = telemetry;
    if (made != null) {
      made.stop(FLUSH_MILLIS);
    }
  }
}
