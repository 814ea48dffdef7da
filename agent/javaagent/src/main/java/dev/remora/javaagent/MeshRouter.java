package dev.remora.javaagent;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Router;
import dev.remora.core.Mesh;
import dev.remora.core.MeshCall;
import dev.remora.core.log.Log;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** The mesh as woven code sees it through the doors. */
final class MeshRouter implements Router {
  private final Mesh mesh;
  private final Log log;
  private final AtomicBoolean faulty = new AtomicBoolean();

  MeshRouter(Mesh mesh, Log log) {
    this.mesh = mesh;
    this.log = log;
  }

  @Override
  public Call route(String host) {
    MeshCall call = mesh.route(host);
    return call == null ? null : new RoutedCall(call);
  }

  @Override
  public void fault(Throwable error) {
    // Once: a fault on the request path must not turn into a flood of lines.
    if (faulty.compareAndSet(false, true)) {
      log.warn("a fault of the agent's own, the request went on without it: " + error);
    }
  }

  /** Hands every question on. */
  private static final class RoutedCall extends Call {
    private final MeshCall call;

    RoutedCall(MeshCall call) {
      this.call = call;
    }

    @Override
    public InetAddress address() {
      return call.address();
    }

    @Override
    public int port() {
      return call.port();
    }

    @Override
    protected boolean failover(Throwable failure) {
      return call.failover(failure);
    }
  }
}
