package dev.remora.core.discovery.eureka;

import dev.remora.core.config.EurekaConfig;
import dev.remora.core.config.RegistryUri;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.HttpText;
import dev.remora.core.discovery.remote.Outcome;
import dev.remora.core.discovery.remote.Secret;
import dev.remora.core.transport.Callback;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.PendingRequest;
import dev.remora.core.transport.Request;
import dev.remora.core.transport.Response;
import dev.remora.core.transport.Tls;
import dev.remora.core.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Requests to the Eureka servers, with user and password, and their errors in words.
 *
 * <p>All requests begin with the server that answered last; one that can't be reached or does not
 * answer well makes way for the next, until each was asked once.
 */
final class EurekaApi {
  /** What becomes of a fetch; called once, on the I/O thread or the timer's. */
  interface Fetch {
    /**
     * An answer.
     *
     * @param response its status is 200 to 299, or that which was awaited, too
     * @param server who gave it
     */
    void answered(Response response, Peer server);

    /** No server has an answer. */
    void failed(Fault fault);
  }

  /** As Eureka's own client has it: eurekaServerReadTimeoutSeconds. */
  static final Duration TIMEOUT = Duration.ofSeconds(8);

  /** At the end of the process. */
  private static final Duration LAST_TIMEOUT = Duration.ofMillis(600);

  private static final byte[] NOTHING = new byte[0];
  private static final String JSON = "application/json";

  private final List<Peer> servers = new ArrayList<>();
  private final String root;
  private final String username;
  private final Secret password;
  private volatile int preferred;

  EurekaApi(EurekaConfig config, Transport transport) {
    Tls tls =
        config.tls() ? Tls.of(config.caFile(), config.certificateFile(), config.keyFile()) : null;
    for (RegistryUri.Authority server : config.servers()) {
      servers.add(
          tls == null
              ? transport.peer(server.host(), server.port())
              : transport.peer(server.host(), server.port(), tls));
    }
    root = config.path();
    username = config.username();
    password = new Secret("Eureka password", config.password(), config.passwordFile());
  }

  /** The whole registry. */
  PendingRequest apps(Fetch fetch) {
    return new Ask(() -> reading(root + "/apps"), root + "/apps", status -> false, fetch).go();
  }

  /** The latest changes; a server that tells none answers 403 or 404. */
  PendingRequest delta(Fetch fetch) {
    String path = root + "/apps/delta";
    return new Ask(() -> reading(path), path, EurekaApi::isNoDelta, fetch).go();
  }

  /** Registers. */
  void register(String app, byte[] json, Outcome outcome) {
    String path = root + "/apps/" + HttpText.encode(app);
    send(() -> Request.post(path, json, JSON).timeout(TIMEOUT), path, status -> false, outcome);
  }

  /**
   * Renews a lease; 404: there is none.
   *
   * @param dirty when what was registered last changed, in ms since 1970
   */
  void renew(String app, String id, long dirty, Outcome outcome) {
    String path = lease(app, id);
    String target = path + "?status=UP&lastDirtyTimestamp=" + dirty;
    send(
        () -> Request.put(target, NOTHING, JSON).timeout(TIMEOUT),
        path,
        EurekaApi::isUnknown,
        outcome);
  }

  /** Gives a lease back; 404: there is none. */
  void cancel(String app, String id, Outcome outcome) {
    String path = lease(app, id);
    send(() -> Request.delete(path).timeout(LAST_TIMEOUT), path, EurekaApi::isUnknown, outcome);
  }

  /** Prefers another server from now on: what this one answered can't be used. */
  void avoid(Peer server) {
    int index = servers.indexOf(server);
    if (preferred == index) {
      preferred = (index + 1) % servers.size();
    }
  }

  private String lease(String app, String id) {
    return root + "/apps/" + HttpText.encode(app) + "/" + HttpText.encode(id);
  }

  private static Request reading(String path) {
    return Request.get(path)
        .timeout(TIMEOUT)
        .header("Accept", JSON)
        .header("Accept-Encoding", "gzip");
  }

  private void send(Supplier<Request> request, String path, IntPredicate meant, Outcome outcome) {
    PendingRequest unused =
        new Ask(
                request,
                path,
                meant,
                new Fetch() {
                  @Override
                  public void answered(Response response, Peer server) {
                    if (isSuccess(response)) {
                      outcome.answered(response);
                    } else {
                      outcome.failed(refusal(server, path, response));
                    }
                  }

                  @Override
                  public void failed(Fault fault) {
                    outcome.failed(fault);
                  }
                })
            .go();
  }

  /** The server has deltas switched off, or is one that has none. */
  private static boolean isNoDelta(int status) {
    return status == 403 || status == 404;
  }

  private static boolean isUnknown(int status) {
    return status == 404;
  }

  private static boolean isSuccess(Response response) {
    return response.status() >= 200 && response.status() < 300;
  }

  /** A 2xx answer that can't be used. */
  Fault unusable(Peer server, String why) {
    return fault(
        Fault.Kind.TROUBLED, 200, "Eureka at " + server + " answers " + root + "/apps with " + why);
  }

  private Fault refusal(Peer server, String path, Response response) {
    int status = response.status();
    String who = "Eureka at " + server;
    if (status == 401) {
      String why =
          username == null ? "no eureka.username is set" : "user or password are not accepted";
      Fault denied =
          fault(Fault.Kind.REFUSED, status, who + " denies access to " + path + ": " + why);
      password.refused();
      return denied;
    }
    if (status >= 300 && status < 400) {
      String reason = who + " redirects " + path + " (" + status + "), which is not followed";
      return fault(Fault.Kind.REFUSED, status, reason);
    }
    // 403: besides a lack of permissions, a server that has not read its peers yet.
    boolean passing = status == 403 || status == 429 || status >= 500;
    return fault(
        passing ? Fault.Kind.TROUBLED : Fault.Kind.REFUSED,
        status,
        who + " answers " + path + " with " + status + HttpText.excerpt(response));
  }

  private Fault unreachable(Peer server, Exception cause) {
    String message = cause.getMessage();
    return fault(
        Fault.Kind.UNREACHABLE,
        0,
        "Eureka at "
            + server
            + " can't be reached: "
            + (message == null ? cause.getClass().getSimpleName() : message));
  }

  private Fault fault(Fault.Kind kind, int status, String reason) {
    return new Fault(kind, status, password.redact(reason));
  }

  /** {@code Authorization} of RFC 7617. */
  private String credentials() throws IOException {
    String pair = username + ":" + password.value();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** One request on its way through the servers. */
  private final class Ask implements PendingRequest {
    private final Supplier<Request> request;
    private final String path;
    private final IntPredicate meant;
    private final Fetch fetch;
    private final List<Fault> faults = new ArrayList<>();
    private final int first = preferred;

    // Guarded by this.
    private PendingRequest pending;
    private int tries;
    private boolean abandoned;

    /**
     * A request that does nothing yet.
     *
     * @param meant statuses that say something, instead of asking for another server
     */
    Ask(Supplier<Request> request, String path, IntPredicate meant, Fetch fetch) {
      this.request = request;
      this.path = path;
      this.meant = meant;
      this.fetch = fetch;
    }

    PendingRequest go() {
      int current;
      synchronized (this) {
        if (abandoned) {
          return this;
        }
        current = tries++;
      }
      int index = (first + current) % servers.size();
      Request next = request.get().header("User-Agent", "remora");
      try {
        if (username != null) {
          next.header("Authorization", credentials());
        }
      } catch (IOException e) {
        fetch.failed(fault(Fault.Kind.REFUSED, 0, e.getMessage()));
        return this;
      }
      PendingRequest sent = servers.get(index).send(next, callback(index));
      synchronized (this) {
        if (abandoned) {
          sent.abandon();
        } else if (tries == current + 1) {
          pending = sent;
        }
      }
      return this;
    }

    private Callback callback(int index) {
      Peer server = servers.get(index);
      return new Callback() {
        @Override
        public void answered(Response response) {
          if (isSuccess(response) || meant.test(response.status())) {
            preferred = index;
            fetch.answered(response, server);
          } else {
            tryNext(refusal(server, path, response));
          }
        }

        @Override
        public void failed(Exception cause) {
          tryNext(unreachable(server, cause));
        }
      };
    }

    private void tryNext(Fault fault) {
      faults.add(fault);
      if (faults.size() < servers.size()) {
        PendingRequest unused = go();
      } else {
        fetch.failed(faults.size() == 1 ? fault : all());
      }
    }

    /** Of all servers' faults one; it is final only if each of them is. */
    private Fault all() {
      StringBuilder reasons = new StringBuilder();
      Fault mildest = faults.get(0);
      for (Fault fault : faults) {
        reasons.append(reasons.length() == 0 ? "" : "; ").append(fault.reason());
        if (mildest.kind() == Fault.Kind.REFUSED) {
          mildest = fault;
        }
      }
      return new Fault(mildest.kind(), mildest.status(), reasons.toString());
    }

    @Override
    public synchronized void abandon() {
      abandoned = true;
      if (pending != null) {
        pending.abandon();
      }
    }
  }
}
