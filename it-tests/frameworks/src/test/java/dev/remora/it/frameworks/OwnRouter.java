package dev.remora.it.frameworks;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Current;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import dev.remora.bootstrap.Router;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** In the agent's place behind the door: remembers what the threads served that asked it. */
final class OwnRouter implements Router, AutoCloseable {
  private final Router agents;
  private final Map<String, InetSocketAddress> services;
  private final List<Object> served = new CopyOnWriteArrayList<>();

  OwnRouter(Map<String, InetSocketAddress> services) throws ReflectiveOperationException {
    Field router = Door.class.getDeclaredField("router");
    router.setAccessible(true);
    this.agents = (Router) router.get(null);
    this.services = services;
    Door.open(this);
  }

  /** What was being served whenever a service was asked for, in this order. */
  List<Object> served() {
    return served;
  }

  @Override
  public Call route(String host, Request request) {
    InetSocketAddress endpoint = services.get(host);
    if (endpoint == null) {
      return null;
    }
    served.add(String.valueOf(Current.get()));
    return new OwnCall(host, endpoint);
  }

  @Override
  public void fault(Throwable error) {
    served.add(error);
  }

  @Override
  public void close() {
    Door.open(agents);
  }

  private static final class OwnCall extends Call {
    private final String host;
    private final InetSocketAddress endpoint;

    OwnCall(String host, InetSocketAddress endpoint) {
      this.host = host;
      this.endpoint = endpoint;
    }

    @Override
    public InetAddress address() {
      try {
        return InetAddress.getByAddress(host, endpoint.getAddress().getAddress());
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int port() {
      return endpoint.getPort();
    }

    @Override
    public String rejection() {
      return null;
    }

    @Override
    protected String[] headers() {
      return new String[] {"traceparent", "of " + host, "user-agent", "own"};
    }

    @Override
    protected long connectTimeoutMillis(long own) {
      return own;
    }

    @Override
    protected long attemptTimeoutMillis(long own) {
      return own;
    }

    @Override
    protected boolean failover(Throwable failure) {
      return false;
    }

    @Override
    protected void responded(int status) {}

    @Override
    protected void failed(Throwable failure) {}

    @Override
    protected void cancelled() {}

    @Override
    protected long retry(int status, String retryAfter) {
      return -1;
    }

    @Override
    protected long retry(Throwable failure) {
      return -1;
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
}
