package dev.remora.gateway.admin;

import dev.remora.core.log.Log;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The admin server. It listens apart from the clients, on the loopback address unless told
 * otherwise, and wants a token for all but health and readiness. What it serves is worked out on
 * threads of its own, so that no event loop waits for it.
 *
 * <p>Parts of the gateway mount what they have to tell: {@link #get} and {@link #post} with the
 * token, {@link #open} without.
 */
public final class AdminServer extends VerticleBase {
  /** The largest body of a request, in bytes. */
  public static final int MAX_BODY = 64 << 10;

  private static final int MAX_HEADERS = 16 << 10;
  private static final int IDLE_SECONDS = 60;

  /** A page with data of its own says more; see {@link AdminReply#headers}. */
  private static final String[] HEADERS = {
    "cache-control", "no-store",
    "content-security-policy", "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy", "same-origin",
    "referrer-policy", "no-referrer",
    "x-content-type-options", "nosniff",
    "x-frame-options", "DENY",
  };

  private final Log log;
  private final AdminConfig config;
  private final Map<String, Mount> mounts = new ConcurrentHashMap<>();
  private HttpServer server;
  private volatile AdminToken token;
  private volatile AdminGuard guard;

  /** A server that does not listen yet: it does once it is deployed. */
  public AdminServer(AdminConfig config, Log log) {
    this.config = config;
    this.log = log;
  }

  /** Serves {@code resource} to {@code GET} and {@code HEAD} of {@code path}. */
  public AdminServer get(String path, AdminResource resource) {
    mount(path, false).methods.put("GET", resource);
    return this;
  }

  /** Serves {@code resource} to {@code POST} of {@code path}. */
  public AdminServer post(String path, AdminResource resource) {
    mount(path, false).methods.put("POST", resource);
    return this;
  }

  /** Serves {@code resource} to everybody's {@code GET} and {@code HEAD}: no token is needed. */
  public AdminServer open(String path, AdminResource resource) {
    mount(path, true).methods.put("GET", resource);
    return this;
  }

  private Mount mount(String path, boolean open) {
    return mounts.computeIfAbsent(path, absent -> new Mount(open));
  }

  /** The paths that are served, with their methods, in order. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    new TreeMap<>(mounts)
        .forEach(
            (path, mount) -> mount.methods.keySet().forEach(method -> paths.add(method + path)));
    return paths;
  }

  @Override
  public Future<?> start() {
    token = config.tokenFile() == null ? null : AdminToken.of(config.tokenFile());
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(config.address())
                    .setPort(config.port())
                    .setMaxHeaderSize(MAX_HEADERS)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setHttp2ClearTextEnabled(false))
            .requestHandler(this::accept);
    return server
        .listen()
        .map(this::listening)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof IllegalStateException
                        ? failure
                        : new IllegalStateException(
                            "admin: can't listen on "
                                + config.address()
                                + ":"
                                + config.port()
                                + ": "
                                + failure.getMessage()
                                + "; set admin.port, or admin.enabled: false",
                            failure)));
  }

  private HttpServer listening(HttpServer listening) {
    if (token == null) {
      token = AdminToken.make(listening.actualPort());
    }
    guard = new AdminGuard(token, config.hosts());
    return listening;
  }

  @Override
  public Future<?> stop() {
    if (token != null) {
      token.end();
    }
    return Future.succeededFuture();
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** The address it listens on. */
  public String address() {
    return config.address();
  }

  /** Where the token is kept. */
  public Path tokenFile() {
    return token.file();
  }

  private void accept(HttpServerRequest request) {
    Mount mount = mounts.get(request.path());
    AdminGuard keeper = guard;
    AdminReply refusal =
        keeper == null
            ? AdminReply.problem(503, "starting", "The admin server is just starting.")
            : keeper.refusal(request, mount != null && mount.open);
    if (refusal != null) {
      refuse(request, refusal);
      return;
    }
    if (mount == null) {
      refuse(request, AdminReply.problem(404, "not-found", "Nothing is served here."));
      return;
    }
    String method = request.method().name();
    AdminResource resource = mount.methods.get(method.equals("HEAD") ? "GET" : method);
    if (resource == null) {
      refuse(
          request,
          AdminReply.problem(405, "method", "This method is not served here.")
              .header("allow", String.join(", ", mount.methods.keySet())));
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        piece -> {
          if (body.length() + piece.length() > MAX_BODY) {
            request.handler(null);
            refuse(request, AdminReply.problem(413, "too-large", "The body is too large."));
          } else {
            body.appendBuffer(piece);
          }
        });
    request.endHandler(
        end -> {
          if (!request.response().ended()) {
            answer(request, resource, body);
          }
        });
  }

  private void answer(HttpServerRequest request, AdminResource resource, Buffer body) {
    AdminRequest asked =
        new AdminRequest(
            request.method().name(),
            request.path(),
            request.params(),
            request.getHeader("accept"),
            body);
    vertx
        .executeBlocking(() -> resource.answer(asked), false)
        .onComplete(reply -> write(request, reply), failure -> failed(request, failure));
  }

  private void failed(HttpServerRequest request, Throwable failure) {
    log.error("admin: " + request.path() + " failed: " + failure);
    write(request, AdminReply.problem(500, "failed", "It failed; the log says why."));
  }

  /** What is left of the request is not read for the sake of the connection. */
  private static void refuse(HttpServerRequest request, AdminReply reply) {
    boolean hasBody =
        request.headers().contains("content-length")
            || request.headers().contains("transfer-encoding");
    write(request, hasBody ? reply.header("connection", "close") : reply);
  }

  private static void write(HttpServerRequest request, AdminReply reply) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    for (int i = 0; i < HEADERS.length; i += 2) {
      response.putHeader(HEADERS[i], HEADERS[i + 1]);
    }
    List<String> headers = reply.headers();
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      response.putHeader(headers.get(i), headers.get(i + 1));
    }
    if (request.method().name().equals("HEAD")) {
      response.putHeader("content-length", Integer.toString(reply.body().length()));
      response.end();
    } else {
      response.end(reply.body());
    }
  }

  /** What is served under one path. */
  private static final class Mount {
    final boolean open;
    final Map<String, AdminResource> methods = new ConcurrentHashMap<>();

    Mount(boolean open) {
      this.open = open;
    }
  }
}
