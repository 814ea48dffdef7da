package dev.remora.it.contract.sent;

import dev.remora.it.contract.endpoint.Certificates;
import dev.remora.it.contract.endpoint.DeadPort;
import dev.remora.it.contract.endpoint.Http1Server;
import dev.remora.it.contract.endpoint.Http2Server;
import dev.remora.it.contract.endpoint.Recorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * All that an application with tokens can talk to: services with their endpoints, each there again
 * in HTTP/2 with {@code -h2} after its name; one that is no service's, called {@code external}, in
 * both, under names that look like services; and a proxy. All but those of HTTP/2 speak plain HTTP
 * and TLS on one port.
 */
final class Sites implements AutoCloseable {
  private static final String SUFFIX = "-h2";
  private static final String NO_EJECTION =
      "outlier: {consecutive-failures: 0, success-rate-deviations: 0}";

  /**
   * The loggers of the JDK's clients, of OkHttp, and of Apache HttpClient 4; of that without the
   * one of the bytes that are sent.
   */
  private static final String LOGGING =
      """
      handlers=java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level=ALL
      sun.net.www.protocol.http.HttpURLConnection.level=ALL
      jdk.httpclient.level=ALL
      okhttp3.level=ALL
      org.apache.http.level=ALL
      org.apache.http.wire.level=OFF
      """;

  private static final String[] STRANGERS = {
    "localhost", "evil", "orders.evil", "orders-evil", "orders.", "www.shop.example"
  };

  private final Recorder recorder = new Recorder();
  private final Recorder spans = new Recorder();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Map<String, List<InetSocketAddress>> endpoints = new LinkedHashMap<>();
  private final StringBuilder settings = new StringBuilder();
  private final Path folder;
  private final SSLContext tls;
  private final KeyStore keys;
  private final int external;
  private final int modernExternal;
  private final int proxy;
  private final int collector;

  Sites(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    Files.createDirectories(cache());
    Certificates authority = new Certificates("authority");
    String[] names = names();
    tls = authority.endpoint(names);
    keys = authority.keyStore(names);
    authority.trustStore(trustStore());
    service("orders", "orders", "", NO_EJECTION, 2);
    service("ledger", "ledger", "", NO_EJECTION, 1);
    service("inventory", null, "", NO_EJECTION, 1);
    service("guarded", "guarded", "", NO_EJECTION, 1);
    service("clear", "clear", ", allow-http: true", NO_EJECTION, 1);
    service("again", "again", "", NO_EJECTION + ", retry: {attempts: 2}", 2);
    service("failing", "failing", "", NO_EJECTION, 1);
    refuseFirst("failing");
    refuseFirst("failing" + SUFFIX);
    service("hedged", "hedged", "", NO_EJECTION + ", hedge: {after: 100ms}", 2);
    external = plain("external", "A", 1);
    modernExternal = modern("external", "A", 1).getPort();
    proxy = plain("proxy", "A", 1);
    InetSocketAddress any = new InetSocketAddress(loopback(1), 0);
    collector = keep(new Http1Server("collector", "A", any, tls, spans)).address().getPort();
    Files.writeString(folder.resolve("endpoints.yaml"), registry());
    Files.writeString(
        folder.resolve("remora.yaml"),
        "registry: file:%s%nlog: debug%nservices:%n  \"*\": {balance: round-robin}%n%s"
            .formatted(folder.resolve("endpoints.yaml").toAbsolutePath(), settings));
    Files.writeString(folder.resolve("logging.properties"), LOGGING);
    List<String> hosts = new ArrayList<>();
    for (String stranger : STRANGERS) {
      hosts.add("127.0.0.1 " + stranger);
    }
    Files.write(hosts(), hosts);
  }

  private static String[] names() {
    List<String> names = new ArrayList<>(List.of(STRANGERS));
    names.removeIf(name -> name.endsWith("."));
    for (String service :
        List.of(
            "orders",
            "ledger",
            "inventory",
            "guarded",
            "clear",
            "again",
            "failing",
            "hedged",
            "proxy")) {
      names.add(service);
      names.add(service + SUFFIX);
    }
    return names.toArray(String[]::new);
  }

  private void service(String name, String token, String more, String other, int size)
      throws Exception {
    List<InetSocketAddress> plain = new ArrayList<>();
    List<InetSocketAddress> modern = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      String letter = String.valueOf((char) ('A' + i - 1));
      plain.add(new InetSocketAddress(loopback(i), plain(name, letter, i)));
      modern.add(modern(name, letter, i));
    }
    endpoints.put(name, plain);
    endpoints.put(name + SUFFIX, modern);
    String line = other;
    if (token != null) {
      String secret = "sesame-" + token + "-" + UUID.randomUUID();
      tokens.put(name, secret);
      Path file = Files.writeString(folder.resolve(token + ".token"), secret + "\n");
      line += ", token: {file: %s%s}".formatted(file.toAbsolutePath(), more);
    }
    settings.append("  %s: {%s}%n  %s: {%s}%n".formatted(name, line, name + SUFFIX, line));
  }

  /** Puts an endpoint before that of a service that refuses connections. */
  private void refuseFirst(String name) throws IOException {
    endpoints.get(name).add(0, keep(new DeadPort(loopback(3))).address());
  }

  private int plain(String server, String letter, int last) throws IOException {
    InetSocketAddress any = new InetSocketAddress(loopback(last), 0);
    return keep(new Http1Server(server, letter, any, tls, recorder)).address().getPort();
  }

  private InetSocketAddress modern(String server, String letter, int last) throws Exception {
    InetSocketAddress any = new InetSocketAddress(loopback(last), 0);
    return keep(new Http2Server(server + SUFFIX, letter, any, keys, recorder)).address();
  }

  private String registry() {
    StringBuilder yaml = new StringBuilder("endpoints:\n");
    endpoints.forEach(
        (name, at) ->
            yaml.append(
                "  %s: [%s]%n"
                    .formatted(
                        name,
                        at.stream()
                            .map(each -> each.getAddress().getHostAddress() + ":" + each.getPort())
                            .map(each -> "\"" + each + "\"")
                            .collect(Collectors.joining(", ")))));
    return yaml.toString();
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  Recorder recorder() {
    return recorder;
  }

  /** What was exported of traces and metrics. */
  Recorder spans() {
    return spans;
  }

  /** The tokens by the names of the services that they are for. */
  Map<String, String> tokens() {
    return tokens;
  }

  /** Whether the token of {@code service} may be sent without TLS. */
  static boolean allowsHttp(String service) {
    return service.equals("clear");
  }

  /** The service that {@code server}, as in {@code Origin}, is an endpoint of. */
  static String service(String server) {
    return server.endsWith(SUFFIX)
        ? server.substring(0, server.length() - SUFFIX.length())
        : server;
  }

  /**
   * What is written in a case, with the ports of these sites.
   *
   * @param http2 whether what is in no registry speaks HTTP/2
   */
  String expand(String text, boolean http2) {
    return text.replace("{external}", String.valueOf(http2 ? modernExternal : external))
        .replace("{proxy}", String.valueOf(proxy))
        .replace("{orders-A}", String.valueOf(endpoints.get("orders").get(0).getPort()));
  }

  Path trustStore() {
    return folder.resolve("trust.jks").toAbsolutePath();
  }

  /** Where clients that have a cache keep responses. */
  Path cache() {
    return folder.resolve("cache").toAbsolutePath();
  }

  Path hosts() {
    return folder.resolve("hosts").toAbsolutePath();
  }

  /**
   * The one flag; where spans are exported to; and what has the clients log all they can, in the
   * end to standard error.
   */
  List<String> options() {
    Path jar = Path.of("../../agent/javaagent/target/remora-agent.jar").toAbsolutePath();
    return List.of(
        "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + collector,
        "-Djdk.httpclient.HttpClient.log=requests,headers,frames",
        "-Djava.util.logging.config.file=" + folder.resolve("logging.properties").toAbsolutePath(),
        "-javaagent:"
            + jar.normalize()
            + "=config="
            + folder.resolve("remora.yaml").toAbsolutePath());
  }

  Path log(String name) {
    return folder.resolve(name.replace(':', '_') + ".log");
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
