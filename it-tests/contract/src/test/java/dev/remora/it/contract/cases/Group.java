package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Body;
import dev.remora.it.app.Command;
import dev.remora.it.app.Header;
import dev.remora.it.app.Options;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Capability;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Run;
import dev.remora.it.contract.cell.Stage;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cases about one idea. Most of them are one line: {@link #same} makes requests with and without
 * the agent and compares all that the endpoints received and all that the application saw.
 */
abstract class Group {
  /** Settings of a service none of whose endpoints is ever out. */
  static final String NO_EJECTION =
      "outlier: {consecutive-failures: 0, success-rate-deviations: 0}";

  private final Stage stage;
  private String caseName;

  Group(Stage stage) {
    this.stage = stage;
  }

  final void begin(String name) {
    caseName = name;
  }

  final Stage stage() {
    return stage;
  }

  /** The service most cases call: three endpoints, in the cell's protocol. */
  final String service() {
    return stage.cell().http2() ? "orders-h2" : "orders";
  }

  /** A URL at {@link #service}. */
  final String orders(String path) {
    return (stage.cell().http2() ? "https://" : "http://") + service() + path;
  }

  /** The service that the case has for itself, as its {@link Case#settings} say. */
  final String ownService() {
    return stage.cell().http2() ? caseName + "-h2" : caseName;
  }

  /** A URL at {@link #ownService}. */
  final String own(String path) {
    return (stage.cell().http2() ? "https://" : "http://") + ownService() + path;
  }

  final boolean can(Capability capability) {
    return stage.can(capability);
  }

  /** A URL at the service of which one endpoint in three is dead. */
  final String ledger(String path) {
    return stage.cell().http2() ? "https://ledger-h2" + path : "http://ledger" + path;
  }

  @SafeVarargs
  static Request get(String url, Consumer<Request>... more) {
    return request("GET", url, more);
  }

  @SafeVarargs
  static Request post(String url, Body body, Consumer<Request>... more) {
    Request request = request("POST", url, more);
    request.body = body;
    return request;
  }

  @SafeVarargs
  static Request request(String method, String url, Consumer<Request>... more) {
    Request request = new Request();
    request.method = method;
    request.url = url;
    for (Consumer<Request> each : more) {
      each.accept(request);
    }
    return request;
  }

  static Consumer<Request> header(String name, String value) {
    return request -> request.headers.add(new Header(name, value));
  }

  /** A small body that can be sent again. */
  static Body bytes(String text) {
    return body(Body.Kind.BYTES, text, 0);
  }

  /** A body; {@code size} 0 is the text once. */
  static Body body(Body.Kind kind, String text, int size) {
    Body body = new Body();
    body.kind = kind;
    body.text = text;
    body.size = size;
    return body;
  }

  static Command command(Request... requests) {
    return command(options -> {}, requests);
  }

  static Command command(Consumer<Options> setUp, Request... requests) {
    Command command = new Command();
    command.options.trustStore = "trusted";
    setUp.accept(command.options);
    command.requests.addAll(List.of(requests));
    return command;
  }

  static Command times(int repeat, Request... requests) {
    Command command = command(requests);
    command.repeat = repeat;
    return command;
  }

  static Command threads(int threads, int repeat, Request... requests) {
    Command command = times(repeat, requests);
    command.threads = threads;
    return command;
  }

  final Pair same(Request... requests) throws IOException, InterruptedException {
    return same(command(requests));
  }

  final Pair same(Consumer<Options> setUp, Request... requests)
      throws IOException, InterruptedException {
    return same(command(setUp, requests));
  }

  /** Carries out the command with and without the agent: all must be the same. */
  final Pair same(Command command) throws IOException, InterruptedException {
    Pair pair = sameSeen(command);
    assertThat(pair.with().sent())
        .as("what the endpoints received")
        .isEqualTo(pair.without().sent());
    return pair;
  }

  /** Carries out the command with and without the agent: the application must see the same. */
  final Pair sameSeen(Command command) throws IOException, InterruptedException {
    Pair pair = stage.both(command);
    assertThat(pair.with().seen())
        .as(() -> "what the application saw; with the agent:\n" + pair.with().traces())
        .isEqualTo(pair.without().seen());
    return pair;
  }

  /** As {@link #same(Command)}, and every request is answered with 2xx. */
  final Pair sameWell(Command command) throws IOException, InterruptedException {
    Pair pair = same(command);
    assertThat(pair.with().failures()).isEmpty();
    assertThat(pair.with().outcomes())
        .allSatisfy(outcome -> assertThat(outcome.reply.status).isBetween(200, 299));
    return pair;
  }

  final Pair sameWell(Request... requests) throws IOException, InterruptedException {
    return sameWell(command(requests));
  }

  /** As {@link #same(Command)}, and every request fails. */
  final Pair sameFailure(Command command) throws IOException, InterruptedException {
    Pair pair = same(command);
    assertThat(pair.with().outcomes())
        .allSatisfy(outcome -> assertThat(outcome.failure).isNotEmpty());
    return pair;
  }

  final Pair sameFailure(Request... requests) throws IOException, InterruptedException {
    return sameFailure(command(requests));
  }

  /** What came of a command is the same in all: the client has not the capability. */
  static void unchanged(Pair pair) {
    assertThat(pair.with().sent()).isEqualTo(pair.without().sent());
    assertThat(pair.with().seen()).isEqualTo(pair.without().seen());
  }

  /** Limits a call, in the one of the ways that the client has. */
  final void limit(Options options, int ms) {
    if (stage.cell().exception("read-timeout") == null) {
      options.readTimeoutMs = ms;
    } else {
      options.callTimeoutMs = ms;
    }
  }

  /** Every request ended, and none in less or more than so many milliseconds. */
  static void took(Run run, long atLeastMs, long atMostMs) {
    assertThat(run.outcomes())
        .allSatisfy(outcome -> assertThat(outcome.tookMs).isBetween(atLeastMs, atMostMs));
  }
}
