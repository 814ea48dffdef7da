package dev.remora.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The origin, and the programs that stand before it, each with one event loop so that processor
 * time is comparable, and with connections to the origin that are kept.
 */
final class Peers {
  /** About as much as the body of a small response of an API: 145 bytes. */
  static final String BODY =
      "{\"id\":4711,\"name\":\"a thing that somebody has ordered\",\"state\":\"shipped\",\"items\":[1,2,3,4,5,6,7,8],\"total\":123.45,\"currency\":\"EUR\",\"carrier\":\"a fish\"}";

  /** Of the admin API of each gateway. */
  static final String ADMIN_TOKEN = "a-token-of-the-benchmark-0123456789";

  private final Path folder;

  Peers(Path folder) {
    this.folder = folder;
  }

  Program origin(int port) throws IOException, InterruptedException {
    String server =
        "server { listen 127.0.0.1:"
            + port
            + "; location / { default_type application/json; return 200 '"
            + BODY
            + "'; } }";
    return nginx("origin " + port, port, server);
  }

  Program nginx(int port, int origin) throws IOException, InterruptedException {
    String server =
        "upstream orders { server 127.0.0.1:"
            + origin
            + "; keepalive 64; keepalive_requests 1000000000; }\n"
            + "server { listen 127.0.0.1:"
            + port
            + "; location /orders/ { proxy_pass http://orders/;"
            + " proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_set_header Host $host;"
            + " proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; } }";
    return nginx("nginx", port, server);
  }

  private Program nginx(String name, int port, String server)
      throws IOException, InterruptedException {
    Path base = Files.createDirectories(folder.resolve("nginx-" + port));
    Path file = base.resolve("nginx.conf");
    Files.writeString(
        file,
        "worker_processes 1; daemon off; pid "
            + base.resolve("pid")
            + "; error_log stderr;\n"
            + "events { worker_connections 4096; }\n"
            + "http { access_log off; keepalive_requests 1000000000; keepalive_timeout 300s;\n"
            + "client_body_temp_path "
            + base.resolve("body")
            + "; proxy_temp_path "
            + base.resolve("proxy")
            + "; fastcgi_temp_path "
            + base.resolve("f")
            + "; uwsgi_temp_path "
            + base.resolve("u")
            + "; scgi_temp_path "
            + base.resolve("s")
            + ";\n"
            + server
            + "\n}\n");
    return Program.start(
        name, url(port), base.resolve("log"), List.of("nginx", "-c", file.toString()));
  }

  Program haproxy(int port, int origin) throws IOException, InterruptedException {
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(
        file,
        "global\n  nbthread 1\n  maxconn 4096\n"
            + "defaults\n  mode http\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s\n"
            + "  option forwardfor\n  http-reuse always\n"
            + "frontend in\n  bind 127.0.0.1:"
            + port
            + "\n  http-request replace-path /orders/(.*) /\\1\n  default_backend orders\n"
            + "backend orders\n  server a 127.0.0.1:"
            + origin
            + "\n");
    return Program.start(
        "HAProxy",
        url(port),
        folder.resolve("haproxy.log"),
        List.of("haproxy", "-db", "-f", file.toString()));
  }

  Program springCloudGateway(int port, int origin) throws IOException, InterruptedException {
    String route = "--spring.cloud.gateway.server.webflux.routes[0].";
    String classPath =
        Files.readString(Path.of("it-tests/spring-cloud-gateway/target/class-path")).trim();
    return Program.start(
        "Spring Cloud Gateway",
        url(port),
        folder.resolve("spring.log"),
        List.of(
            java(),
            "-Xmx256m",
            "-Dreactor.netty.ioWorkerCount=1",
            "-cp",
            "it-tests/spring-cloud-gateway/target/classes:" + classPath,
            "dev.remora.it.peer.SpringCloudGatewayApplication",
            "--server.address=127.0.0.1",
            "--server.port=" + port,
            route + "id=orders",
            route + "uri=http://127.0.0.1:" + origin,
            route + "predicates[0]=Path=/orders/**",
            route + "filters[0]=StripPrefix=1"));
  }

  /**
   * Remora's gateway.
   *
   * @param settings beside registry and listener
   * @param options of the JVM
   */
  Program remora(String name, int port, String settings, List<String> options, int... origins)
      throws IOException, InterruptedException {
    return remora(name, port, settings, options, Map.of(), null, origins);
  }

  /**
   * As the other, with variables of the environment.
   *
   * @param token to be called with; null: without one
   */
  Program remora(
      String name,
      int port,
      String settings,
      List<String> options,
      Map<String, String> environment,
      String token,
      int... origins)
      throws IOException, InterruptedException {
    return remora(name, port, file(port, origins), settings, options, environment, token);
  }

  /** The registry of a file that holds the endpoints of orders. */
  private String file(int port, int... origins) throws IOException {
    List<String> places = new ArrayList<>();
    for (int origin : origins) {
      places.add("127.0.0.1:" + origin);
    }
    Path services = folder.resolve("services-" + port + ".yaml");
    Files.writeString(services, "endpoints: {orders: [" + String.join(", ", places) + "]}\n");
    return "file:" + services;
  }

  /** As the others, with a registry. */
  Program remora(
      String name,
      int port,
      String registry,
      String settings,
      List<String> options,
      Map<String, String> environment,
      String token)
      throws IOException, InterruptedException {
    Path file = folder.resolve("gateway-" + port + ".yaml");
    Files.writeString(
        file,
        "registry: "
            + registry
            + "\n"
            + "listeners: [{address: 127.0.0.1, port: "
            + port
            + "}]\nadmin: {port: "
            + (port + 100)
            + ", token-file: "
            + adminToken()
            + "}\n"
            + settings
            + "\n");
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.addAll(List.of("-jar", "edge-gateway/target/remora-gateway.jar", file.toString()));
    return Program.start(
        name, url(port), folder.resolve("remora-" + port + ".log"), command, environment, token);
  }

  /** A file with the token that {@link #ADMIN_TOKEN} is. */
  private Path adminToken() throws IOException {
    return Files.writeString(folder.resolve("admin-token"), ADMIN_TOKEN);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port + "/orders/v1/items";
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
