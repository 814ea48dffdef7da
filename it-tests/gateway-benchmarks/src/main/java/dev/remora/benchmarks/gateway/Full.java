package dev.remora.benchmarks.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The gateway with all that stands at an edge: a route among a hundred, with conditions; a token
 * that is verified; the access log in a file; metrics; traces of one request in a hundred, which
 * are sent to a port that takes them.
 */
record Full(Program program, List<String> headers) implements AutoCloseable {
  /** One event loop, as its peers have, and one service. */
  static final String BARE = "event-loops: 1\nexpose: [orders]";

  private static final int ROUTES = 100;

  static Full start(Peers peers, Path folder, int port, List<String> options, int origin)
      throws IOException, InterruptedException {
    StringBuilder settings =
        new StringBuilder(
            """
            event-loops: 1
            authentication: {corp: {jwt: {issuer: https://idp.example, audiences: [shop], jwks-file: FOLDER/jwks.json}}}
            access-log: {to: FOLDER/access.log, rotate: {size: 64MiB, keep: 2}}
            routes:
              - {name: orders, match: {hosts: [127.0.0.1], prefix: /orders, methods: [GET], headers: {authorization: {present: true}}},
                 authentication: corp, strip-prefix: /orders, to: orders}
            """
                .replace("FOLDER", folder.toString()));
    for (int i = 1; i < ROUTES; i++) {
      settings.append(
          "  - {name: other-%d, match: {prefix: /other/%d}, to: orders}\n".formatted(i, i));
    }
    String token = token(folder);
    Map<String, String> traces =
        Map.of(
            "OTEL_TRACES_EXPORTER", "otlp",
            "OTEL_METRICS_EXPORTER", "none",
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + origin,
            "OTEL_TRACES_SAMPLER", "traceidratio",
            "OTEL_TRACES_SAMPLER_ARG", "0.01");
    return new Full(
        peers.remora("Remora, full", port, settings.toString(), options, traces, token, origin),
        List.of("Authorization: Bearer " + token));
  }

  private static String token(Path folder) throws IOException, InterruptedException {
    Process issuer =
        new ProcessBuilder(
                Peers.java(),
                "-cp",
                "it-tests/demo/target/classes",
                "demo.Token",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String token =
        new String(issuer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
    if (issuer.waitFor() != 0) {
      throw new IOException("no token was made");
    }
    return token;
  }

  @Override
  public void close() throws InterruptedException {
    program.close();
  }
}
