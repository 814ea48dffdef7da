package dev.remora.it.contract.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import dev.remora.it.app.Answer;
import dev.remora.it.app.Command;
import dev.remora.it.app.Json;
import dev.remora.it.contract.cell.App;
import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.endpoint.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One JVM with the agent: a client in one version on one JDK, used in all its ways. */
final class Jvm implements AutoCloseable {
  private final Sites sites;
  private final List<Cell> cells = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();
  private App app;

  Jvm(Sites sites) {
    this.sites = sites;
  }

  /** What tells the JVM of {@code cell} from others. */
  static String name(Cell cell) {
    return cell.client().name() + ":" + cell.version().label() + ":" + cell.jdk();
  }

  void add(Cell cell) {
    cells.add(cell);
  }

  List<Cell> cells() {
    return cells;
  }

  Sites sites() {
    return sites;
  }

  /**
   * Carries out what a case of {@code cell} asks for.
   *
   * @return what the application saw, and what arrived; no token among it that is not where it
   *     belongs
   */
  Sent run(Cell cell, Command template) throws Exception {
    start();
    Command command = Json.read(sites.expand(Json.write(template), cell.http2()), Command.class);
    command.options.variant = cell.variant();
    command.options.trustStore = sites.trustStore().toString();
    sites.recorder().clear();
    Answer answer = app.run(command);
    assertThat(answer.broken == null ? null : answer.broken.trace).isNull();
    List<Recorded> received = sites.recorder().drain();
    String told = Json.write(answer);
    said.append(told);
    assertThat(secretsIn(told)).as("tokens that the application saw in %s", told).isEmpty();
    received.forEach(this::belongs);
    return new Sent(sites, received, answer.outcomes);
  }

  /** Whatever came: a token only where it was meant to go, in the one header it belongs in. */
  private void belongs(Recorded request) {
    String service = Sites.service(request.origin().server());
    sites
        .tokens()
        .forEach(
            (name, token) -> {
              if (request.head().contains(token) || request.body().contains(token)) {
                assertThat(service)
                    .as("who got the token of %s:\n%s", name, request.head())
                    .isEqualTo(name);
                assertThat(request.origin().tls() || Sites.allowsHttp(name))
                    .as("over TLS, or it may do without:\n%s", request.head())
                    .isTrue();
                assertThat(request.fields("authorization")).containsExactly("Bearer " + token);
                assertThat(request.authority()).startsWithIgnoringCase(name);
              }
            });
  }

  /** What the agent tells the operator. */
  String console(String line) throws Exception {
    start();
    Command command = new Command();
    command.console = line;
    String text = String.valueOf(app.run(command).console);
    said.append(text);
    return text;
  }

  /** Ends it: all that it has printed and said. */
  String end() throws Exception {
    start();
    app.end(10);
    said.append(String.join("\n", app.strayOutput())).append(String.join("\n", app.errorOutput()));
    return said.toString();
  }

  /** The services whose token is in {@code text}. */
  List<String> secretsIn(String text) {
    return sites.tokens().entrySet().stream()
        .filter(token -> text.contains(token.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void start() throws Exception {
    if (app == null) {
      Cell cell = cells.get(0);
      app =
          new App(
              App.jvm(Engines.java(cell.jdk()), cell, sites.hosts(), sites.options()),
              sites.log(name(cell)));
    }
  }

  @Override
  public void close() {
    if (app != null) {
      app.close();
    }
  }
}
