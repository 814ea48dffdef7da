package dev.remora.it.contract.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Command;
import dev.remora.it.contract.cell.Capability;
import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.endpoint.Recorded;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** That requests to services bear the context of their trace (W3C), once, and others do not. */
final class TraceCases {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final Jvm jvm;
  private final Cell cell;

  TraceCases(Jvm jvm, Cell cell) {
    this.jvm = jvm;
    this.cell = cell;
  }

  Stream<DynamicNode> all() {
    return Stream.of(
        DynamicTest.dynamicTest(cell + " traced", this::traced),
        DynamicTest.dynamicTest(cell + " traced-attempts", this::attempts));
  }

  private void traced() throws Exception {
    boolean follows = cell.exception("redirect-absolute") == null;
    Consumer<Sent> untraced =
        sent -> assertThat(sent.well().request(0).fields("traceparent")).isEmpty();
    new Batch()
        .get(url("inventory", "/ok"), sent -> traceparent(sent.well().request(0)))
        .get(
            url("inventory", "/ok"),
            sent ->
                assertThat(traceparent(sent.well().request(0)))
                    .startsWith("00-" + TRACE + "-")
                    .isNotEqualTo(PARENT),
            "traceparent",
            PARENT)
        .get("https://localhost:{external}/ok", untraced)
        .redirect(
            url("inventory", ""),
            url("orders", "/ok"),
            sent -> {
              String first = traceparent(sent.request(0));
              if (follows) {
                assertThat(traceparent(sent.well().request(1))).isNotEqualTo(first);
              }
            })
        .run(jvm, cell);
  }

  /** A trace knows a call by its one span, whose attempts are told in it. */
  private void attempts() throws Exception {
    Command command = new Command();
    command.requests.add(TokenCases.get(url("again", "/first/1/status/503")));
    List<Recorded> received = jvm.run(cell, command).received();
    assertThat(received).hasSize(cell.inability(Capability.RETRY) == null ? 2 : 1);
    assertThat(received.stream().map(TraceCases::traceparent).distinct()).hasSize(1);
  }

  private static String traceparent(Recorded request) {
    List<String> values = request.fields("traceparent");
    assertThat(values).as(request.head()).hasSize(1);
    assertThat(values.get(0)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    return values.get(0);
  }

  private String url(String service, String path) {
    return "https://" + service + (cell.http2() ? "-h2" : "") + path;
  }
}
