package dev.remora.it.contract.endpoint;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * All that an application can talk to: services with their endpoints, endpoints that are no
 * service's, a proxy, and addresses at which nobody answers. The application with the agent lives
 * in one world, the one without it in another, so that both can be asked at the same time.
 *
 * <ul>
 *   <li>{@code orders}: three endpoints, A and B on the same port of two addresses
 *   <li>{@code orders-h2}: the same, in HTTP/2 over TLS
 *   <li>{@code Inventory}, {@code my_orders}, {@code secure.shop}: one endpoint each
 *   <li>{@code six}: one endpoint with an IPv6 address
 *   <li>{@code basket}: registered at endpoint A of {@code orders}
 *   <li>{@code ledger}: three endpoints of which one is dead; {@code ledger-h2} likewise
 *   <li>{@code ruins}: three dead endpoints
 *   <li>{@code silent}: one endpoint that cannot be connected and does not refuse
 *   <li>those of single cases ({@link OwnService}): the same three endpoints for all of them,
 *       called {@code own} and {@code own-h2}
 *   <li>{@code wrong-name}, {@code untrusted}: certificates to be refused
 * </ul>
 *
 * <p>What cases write as {@code {external}} is the port of an endpoint that is no service's, at
 * localhost, 127.0.0.1, {@code www.shop.example} and [::1]; {@code {orders-A}} that of endpoint A
 * of orders; {@code {dead}} a port of localhost that refuses; {@code {other}} any port to write
 * after a service's name.
 */
public final class World implements AutoCloseable {
  /** The port that cases write after the name of a service, where the name is known. */
  public static final int OTHER_PORT = 8080;

  /** The ports at which a service is found whose port is not written, and that one. */
  private static final Set<String> NAMED_PORTS = Set.of(OTHER_PORT + "", "443", "80");

  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final Recorder recorder = new Recorder();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, List<InetSocketAddress>> services = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new TreeMap<>();
  private final boolean named;
  private final Pattern unexpanded;
  private final Pattern withPort;

  /**
   * Opens a world.
   *
   * @param named true: services are names of a registry, written without a port; false: names and
   *     ports of their first endpoints, for the application without the agent
   * @param own services of single cases
   */
  public World(boolean named, Tls tls, List<OwnService> own) throws IOException {
    this.named = named;
    InetAddress one = loopback(1);
    InetAddress two = loopback(2);
    InetAddress three = loopback(3);
    List<InetSocketAddress> orders = twins("orders", one, two, tls);
    orders.add(plain("orders", "C", three, tls));
    services.put("orders", orders);
    List<InetSocketAddress> modern = modernTwins("orders-h2", one, two, tls);
    modern.add(modern("orders-h2", "C", new InetSocketAddress(three, 0), tls));
    services.put("orders-h2", modern);
    services.put("Inventory", List.of(plain("Inventory", "A", one, tls)));
    services.put("my_orders", List.of(plain("my_orders", "A", one, tls)));
    services.put("secure.shop", List.of(plain("secure.shop", "A", one, tls)));
    services.put("basket", List.of(orders.get(0)));
    InetAddress six = InetAddress.getByAddress(IPV6_LOOPBACK);
    services.put("six", List.of(plain("six", "A", six, tls)));
    services.put(
        "ledger",
        List.of(plain("ledger", "A", one, tls), plain("ledger", "B", two, tls), dead(three)));
    services.put(
        "ledger-h2",
        List.of(
            modern("ledger-h2", "A", new InetSocketAddress(one, 0), tls),
            modern("ledger-h2", "B", new InetSocketAddress(two, 0), tls),
            dead(three)));
    services.put("ruins", List.of(dead(one), dead(two), dead(three)));
    Blackhole silent = keep(new Blackhole(one));
    services.put("silent", List.of(silent.address()));
    services.put("wrong-name", List.of(http1("wrong-name", "A", one, 0, tls.wrongName())));
    services.put("untrusted", List.of(http1("untrusted", "A", one, 0, tls.untrusted())));

    int external = plain("external", "A", one, tls).getPort();
    http1("external", "6", six, external, tls.trusted());
    ports.put("{external}", external);
    ports.put("{orders-A}", orders.get(0).getPort());
    ports.put("{proxy}", plain("proxy", "A", one, tls).getPort());
    ports.put("{dead}", dead(one).getPort());
    addOwn(own, silent.address(), tls);
    unexpanded = Pattern.compile("(://(?:[^/@]*@)?)(" + names() + ")(:\\{other})?(?=[/?#\"]|$)");
    withPort = Pattern.compile("(?i)\\b(" + names() + "):(\\d+)\\b");
  }

  private void addOwn(List<OwnService> own, InetSocketAddress silent, Tls tls) throws IOException {
    if (own.isEmpty()) {
      return;
    }
    List<InetSocketAddress> plain = new ArrayList<>();
    List<InetSocketAddress> modern = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      InetAddress ip = loopback(i + 1);
      String letter = String.valueOf((char) ('A' + i));
      plain.add(plain("own", letter, ip, tls));
      modern.add(modern("own-h2", letter, new InetSocketAddress(ip, 0), tls));
    }
    for (OwnService service : own) {
      services.put(service.name(), service.silent() ? behind(silent, plain) : plain);
      services.put(service.name() + "-h2", service.silent() ? behind(silent, modern) : modern);
    }
  }

  private static List<InetSocketAddress> behind(
      InetSocketAddress first, List<InetSocketAddress> others) {
    return List.of(first, others.get(0), others.get(1));
  }

  /** The services and their endpoints; the first is what the name means without a registry. */
  public Map<String, List<InetSocketAddress>> services() {
    return services;
  }

  /** What arrived at the endpoints. */
  public Recorder recorder() {
    return recorder;
  }

  /** Writes the names the application's JVM resolves, in the form of {@code /etc/hosts}. */
  public Path hosts(Path file) throws IOException {
    List<String> lines =
        new ArrayList<>(List.of("127.0.0.1 localhost", "127.0.0.1 www.shop.example"));
    if (!named) {
      services.forEach(
          (name, endpoints) -> {
            String ip = endpoints.get(0).getAddress().getHostAddress();
            for (String spelling : spellings(name)) {
              lines.add(ip + " " + spelling);
            }
          });
    }
    return Files.write(file, lines);
  }

  /** A text as cases write it, with the names and ports of this world. */
  public String expand(String text) {
    if (text == null) {
      return null;
    }
    String out = text;
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      out = out.replace(port.getKey(), port.getValue().toString());
    }
    if (named) {
      return out.replace("{other}", String.valueOf(OTHER_PORT));
    }
    return unexpanded
        .matcher(out)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) + found.group(2) + ":" + port(found.group(2))));
  }

  /** The same text whichever world it is from: without ports of services, with named ones. */
  public String normalise(String text) {
    String out = text;
    if (named) {
      out = withPort.matcher(out).replaceAll(found -> withoutPort(found, NAMED_PORTS));
    } else {
      out =
          withPort
              .matcher(out)
              .replaceAll(found -> withoutPort(found, Set.of(port(found.group(1)) + "")));
    }
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      out = out.replace(":" + port.getValue(), ":" + port.getKey());
    }
    return out;
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private static String withoutPort(MatchResult found, Set<String> ports) {
    return Matcher.quoteReplacement(
        ports.contains(found.group(2)) ? found.group(1) : found.group());
  }

  private int port(String name) {
    for (Map.Entry<String, List<InetSocketAddress>> service : services.entrySet()) {
      if (service.getKey().equalsIgnoreCase(name)) {
        return service.getValue().get(0).getPort();
      }
    }
    throw new IllegalArgumentException(name + " is no service");
  }

  private String names() {
    return services.keySet().stream()
        .flatMap(name -> spellings(name).stream())
        .map(Pattern::quote)
        .collect(Collectors.joining("|"));
  }

  private static List<String> spellings(String name) {
    return List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)).stream()
        .distinct()
        .toList();
  }

  private InetSocketAddress plain(String server, String endpoint, InetAddress ip, Tls tls)
      throws IOException {
    return http1(server, endpoint, ip, 0, tls.trusted());
  }

  private InetSocketAddress http1(
      String server, String endpoint, InetAddress ip, int port, SSLContext tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(ip, port);
    return keep(new Http1Server(server, endpoint, address, tls, recorder)).address();
  }

  private InetSocketAddress modern(String server, String endpoint, InetSocketAddress at, Tls tls)
      throws IOException {
    return keep(new Http2Server(server, endpoint, at, tls.keyStore(), recorder)).address();
  }

  private InetSocketAddress dead(InetAddress ip) throws IOException {
    return keep(new DeadPort(ip)).address();
  }

  /** Two endpoints on the same port of two addresses. */
  private List<InetSocketAddress> twins(String server, InetAddress one, InetAddress two, Tls tls)
      throws IOException {
    InetSocketAddress first = plain(server, "A", one, tls);
    try {
      return new ArrayList<>(
          List.of(first, http1(server, "B", two, first.getPort(), tls.trusted())));
    } catch (BindException taken) {
      return twins(server, one, two, tls);
    }
  }

  private List<InetSocketAddress> modernTwins(
      String server, InetAddress one, InetAddress two, Tls tls) throws IOException {
    InetSocketAddress first = modern(server, "A", new InetSocketAddress(one, 0), tls);
    try {
      return new ArrayList<>(
          List.of(first, modern(server, "B", new InetSocketAddress(two, first.getPort()), tls)));
    } catch (BindException taken) {
      return modernTwins(server, one, two, tls);
    }
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }
}
