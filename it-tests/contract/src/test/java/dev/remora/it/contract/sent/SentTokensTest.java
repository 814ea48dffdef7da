package dev.remora.it.contract.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.cell.ClientModule;
import dev.remora.it.contract.cell.Matrix;
import dev.remora.it.contract.endpoint.Recorded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A token reaches the endpoints of the service that it is for, over TLS or where the settings do
 * without, and nobody else: neither another host nor the application nor what is printed. In the
 * cells of the contract, by its drivers; {@code -Dmatrix} and {@code -Dcontract.cells} choose them
 * as there. All the ways to use a client are tested in one JVM. The context of traces, which goes
 * the same way, is seen to on the side.
 */
final class SentTokensTest {
  /** The clients that put the agent's headers on the wire, by their folders. */
  private static final List<String> CLIENTS =
      List.of(
          "java-http-client",
          "okhttp",
          "url-connection",
          "apache-httpclient-4",
          "apache-httpclient-5");

  private static final Map<String, Jvm> JVMS = new LinkedHashMap<>();
  private static Sites sites;

  @BeforeAll
  static void start() throws Exception {
    sites = new Sites(Path.of("target", "sent"));
    List<ClientModule> clients = new ArrayList<>();
    for (String client : CLIENTS) {
      clients.add(ClientModule.read(Path.of("../../instrumentation", client, "contract.yaml")));
    }
    Matrix.Extent extent = Matrix.Extent.of(System.getProperty("matrix"));
    for (Cell cell : Matrix.cells(clients, extent, System.getProperty("contract.cells"))) {
      JVMS.computeIfAbsent(Jvm.name(cell), name -> new Jvm(sites)).add(cell);
    }
  }

  @AfterAll
  static void end() throws Exception {
    JVMS.values().forEach(Jvm::close);
    sites.close();
  }

  @TestFactory
  List<DynamicContainer> cells() {
    return JVMS.entrySet().stream()
        .map(jvm -> DynamicContainer.dynamicContainer(jvm.getKey(), cases(jvm.getValue())))
        .toList();
  }

  private static Stream<DynamicNode> cases(Jvm jvm) {
    Stream<DynamicNode> cases =
        jvm.cells().stream()
            .flatMap(
                cell ->
                    Stream.concat(
                        new TokenCases(jvm, cell).all(), new TraceCases(jvm, cell).all()));
    return Stream.concat(cases, Stream.of(DynamicTest.dynamicTest("printed", () -> printed(jvm))));
  }

  private static void printed(Jvm jvm) throws Exception {
    try (jvm) {
      assertThat(jvm.console("status")).contains("orders");
      assertThat(jvm.console("explain https://orders/ok")).contains("orders");
      String all = jvm.end();
      assertThat(all).contains("remora:");
      assertThat(jvm.secretsIn(all)).as("services whose token is in %s", all).isEmpty();
      List<Recorded> exported = sites.spans().drain();
      assertThat(exported).anyMatch(each -> each.body().contains("orders"));
      assertThat(exported)
          .allSatisfy(each -> assertThat(jvm.secretsIn(each.head() + each.body())).isEmpty());
    }
  }
}
