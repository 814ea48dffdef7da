package dev.remora.gateway.tls;

import dev.remora.core.log.Log;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSession;

/** TLS of one listener, on all event loops, with what its files hold now. */
public final class ListenerTls {
  private final Log log;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final Set<String> warned = new HashSet<>();
  private WatchedFiles files;
  private volatile TlsConfig config;
  private volatile Credentials credentials;

  private ListenerTls(Log log) {
    this.log = log;
  }

  /**
   * TLS with what the files hold now.
   *
   * @throws IOException in one line that names the file
   */
  public static ListenerTls open(TlsConfig config, Log log) throws IOException {
    ListenerTls opened = new ListenerTls(log);
    opened.use(config);
    return opened;
  }

  /** Takes over other settings; they hold for connections that are made from then on. */
  public synchronized void use(TlsConfig next) throws IOException {
    if (next.equals(config)) {
      return;
    }
    WatchedFiles watched = new WatchedFiles(next.paths(), () -> take(next), log);
    watched.take();
    config = next;
    files = watched;
  }

  private void take(TlsConfig of) throws IOException {
    Credentials read = Credentials.load(of);
    credentials = read;
    ServerSSLOptions options = read.options();
    for (HttpServer server : servers) {
      update(server, options);
    }
    warn(of, read);
  }

  private void update(HttpServer server, ServerSSLOptions options) {
    Future<Boolean> updated = server.updateSSLOptions(options);
    updated.onFailure(
        failure -> log.error("new certificates can't be used: " + failure.getMessage()));
  }

  private void warn(TlsConfig of, Credentials read) {
    for (KeyPairFiles pair : of.certificates()) {
      if (PemFile.isReadableByAll(pair.key())) {
        warnOnce(pair.key() + ": holds a private key and is readable by everybody");
      }
    }
    for (CertifiedKey each : read.table().all()) {
      if (!each.isInDate()) {
        warnOnce("the certificate for " + each + " is not in date");
      }
    }
  }

  private void warnOnce(String message) {
    if (warned.add(message)) {
      log.warn(message);
    }
  }

  /** Looks whether files have changed. */
  public synchronized void poll() {
    files.poll();
  }

  /** Makes the options of a server those of TLS. */
  public HttpServerOptions apply(HttpServerOptions options) {
    ServerSSLOptions tls = credentials.options();
    options
        .setSsl(true)
        .setKeyCertOptions(tls.getKeyCertOptions())
        .setTrustOptions(tls.getTrustOptions())
        .setClientAuth(tls.getClientAuth())
        // Handshakes take milliseconds, which other connections of the event loop needn't wait.
        .setSslEngineOptions(new Alpn(config.alpn()).setUseWorkerThread(true))
        .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols());
    tls.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
    return options;
  }

  /** Has a server, which listens, follow the files from now on. */
  public void follow(HttpServer server) {
    servers.add(server);
  }

  /**
   * Whether a request is for a host that has another certificate than the one that its connection
   * was made with (RFC 9110, section 7.4; Gateway API GEP-3567): a client that reuses a connection
   * for what it did not check. One that named no host is let pass.
   *
   * @param host in lower case, without port
   */
  public boolean isMisdirected(HttpServerRequest request, String host) {
    CertificateTable table = credentials.table();
    if (table.all().size() == 1) {
      return false;
    }
    SSLSession session = request.connection().sslSession();
    String named = session == null ? null : SniKeyManager.serverName(session);
    return named != null && !named.equals(host) && !table.of(named).equals(table.of(host));
  }
}
