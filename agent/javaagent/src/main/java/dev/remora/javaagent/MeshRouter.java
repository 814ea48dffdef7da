package dev.remora.javaagent;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Inbound;
import dev.remora.bootstrap.Request;
import dev.remora.bootstrap.Router;
import dev.remora.bootstrap.Serving;
import dev.remora.core.Mesh;
import dev.remora.core.MeshCall;
import dev.remora.core.log.Log;
import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.ObservedRequest;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** The mesh as woven code sees it through the doors. */
final class MeshRouter implements Router {
  private final Mesh mesh;
  private final Log log;
  private final boolean takesTokens;
  private final AtomicBoolean faulty = new AtomicBoolean();

  /**
   * A router.
   *
   * @param takesTokens whether the bearer tokens of requests that come in may be used
   */
  MeshRouter(Mesh mesh, Log log, boolean takesTokens) {
    this.mesh = mesh;
    this.log = log;
    this.takesTokens = takesTokens;
  }

  @Override
  public Call route(String host, Request request) {
    MeshCall call = mesh.route(host, request == null ? null : new RoutedRequest(request));
    return call == null ? null : call.isHedgeable() ? new HedgedCall(call) : new RoutedCall(call);
  }

  @Override
  public Serving received(Inbound request) {
    ObservedRequest observed = mesh.received(new ReceivedRequest(request, takesTokens));
    return observed == null ? null : new ObservedServing(observed);
  }

  @Override
  public void fault(Throwable error) {
    // Once: a fault on the request path must not turn into a flood of lines.
    if (faulty.compareAndSet(false, true)) {
      log.warn("a fault of the agent's own, the request went on without it: " + error);
    }
  }

  /** Hands every question on. */
  private static final class RoutedRequest implements RequestInfo {
    private final Request request;
    private final Context context;

    RoutedRequest(Request request) {
      this.request = request;
      this.context = (Context) Current.get();
    }

    @Override
    public String method() {
      return request.method();
    }

    @Override
    public String target() {
      return request.target();
    }

    @Override
    public String header(String name) {
      return request.header(name);
    }

    @Override
    public boolean isRepeatable() {
      return request.isRepeatable();
    }

    @Override
    public boolean isSecure() {
      return request.isSecure();
    }

    @Override
    public int port() {
      int port = request.port();
      return port > 0 ? port : RequestInfo.super.port();
    }

    @Override
    public Context context() {
      return context;
    }
  }

  /** Hands everything on. */
  private static final class ObservedServing extends Serving {
    private final ObservedRequest observed;

    ObservedServing(ObservedRequest observed) {
      this.observed = observed;
    }

    @Override
    public Object context() {
      return observed.context();
    }

    @Override
    protected void ended(int status, String route, Throwable failure) {
      observed.ended(status, route, failure);
    }
  }

  /** Hands every question on. */
  private static class RoutedCall extends Call {
    final MeshCall call;

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
    public String rejection() {
      return call.rejection();
    }

    @Override
    protected String[] headers() {
      return call.headers();
    }

    @Override
    protected long connectTimeoutMillis(long own) {
      return call.connectTimeoutMillis(own);
    }

    @Override
    protected long attemptTimeoutMillis(long own) {
      return call.attemptTimeoutMillis(own);
    }

    @Override
    protected boolean failover(Throwable failure) {
      return call.failover(failure);
    }

    @Override
    protected void responded(int status) {
      call.responded(status);
    }

    @Override
    protected void failed(Throwable failure) {
      call.failed(failure);
    }

    @Override
    protected void cancelled() {
      call.cancelled();
    }

    @Override
    protected long retry(int status, String retryAfter) {
      return call.retry(status, retryAfter);
    }

    @Override
    protected long retry(Throwable failure) {
      return call.retry(failure);
    }

    @Override
    protected long hedgeAfterMillis() {
      return -1;
    }

    @Override
    protected Call hedge() {
      return null;
    }
  }

  /** The same for attempts that are under way at once, of which one is heard at a time. */
  private static final class HedgedCall extends RoutedCall {
    private final Object lock;

    HedgedCall(MeshCall call) {
      this(call, new Object());
    }

    private HedgedCall(MeshCall call, Object lock) {
      super(call);
      this.lock = lock;
    }

    @Override
    protected long connectTimeoutMillis(long own) {
      synchronized (lock) {
        return call.connectTimeoutMillis(own);
      }
    }

    @Override
    protected long attemptTimeoutMillis(long own) {
      synchronized (lock) {
        return call.attemptTimeoutMillis(own);
      }
    }

    @Override
    protected boolean failover(Throwable failure) {
      synchronized (lock) {
        return call.failover(failure);
      }
    }

    @Override
    protected void responded(int status) {
      synchronized (lock) {
        call.responded(status);
      }
    }

    @Override
    protected void failed(Throwable failure) {
      synchronized (lock) {
        call.failed(failure);
      }
    }

    @Override
    protected void cancelled() {
      synchronized (lock) {
        call.cancelled();
      }
    }

    @Override
    protected long retry(int status, String retryAfter) {
      synchronized (lock) {
        return call.retry(status, retryAfter);
      }
    }

    @Override
    protected long retry(Throwable failure) {
      synchronized (lock) {
        return call.retry(failure);
      }
    }

    @Override
    protected long hedgeAfterMillis() {
      synchronized (lock) {
        return call.hedgeAfterMillis();
      }
    }

    @Override
    protected Call hedge() {
      synchronized (lock) {
        MeshCall hedge = call.hedge();
        return hedge == null ? null : new HedgedCall(hedge, lock);
      }
    }
  }
}
