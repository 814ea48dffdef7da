package dev.remora.it.contract.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientModuleTest {
  private static final String GOOD =
      """
      client: fish
      driver: Fish
      variants: [sync, async]
      versions: [{label: "1.0", artifacts: ["a:b:1.0"]}, {label: "2.0"}]
      """;

  @TempDir private Path folder;

  @Test
  void readsExceptionsForAllAndForSome() throws IOException {
    ClientModule client =
        read(
            GOOD
                + """
                exceptions:
                  trailers: it has none
                  executor: {variants: [async], versions: ["2.0"], jdks: [8, 11], reason: not yet}
                """);
    Version two = client.versions().get(1);
    assertThat(new Cell(client, two, "sync", 25).exception("trailers")).isEqualTo("it has none");
    assertThat(new Cell(client, two, "async", 8).exception("executor")).isEqualTo("not yet");
    assertThat(new Cell(client, two, "async", 17).exception("executor")).isNull();
    assertThat(new Cell(client, two, "sync", 8).exception("executor")).isNull();
    assertThat(new Cell(client, client.versions().get(0), "async", 8).exception("executor"))
        .isNull();
  }

  @Test
  void readsWhatTheClientCannot() throws IOException {
    ClientModule client =
        read(GOOD + "cannot: {retry: it forgets, rejection: {variants: [async], reason: none}}");
    Version one = client.versions().get(0);
    assertThat(new Cell(client, one, "sync", 8).inability(Capability.RETRY))
        .isEqualTo("it forgets");
    assertThat(new Cell(client, one, "sync", 8).inability(Capability.REJECTION)).isNull();
    assertThat(new Cell(client, one, "async", 8).inability(Capability.REJECTION)).isEqualTo("none");
    assertThat(new Cell(client, one, "sync", 8).inability(Capability.OUTCOMES)).isNull();
  }

  @Test
  void saysWhatIsWrongInOneLine() {
    assertWrong(GOOD + "variant: [sync]", "variant is no key; there are [client, driver");
    assertWrong(GOOD.replace("\"1.0\"", "1.0"), "label must be a string (in quotes");
    assertWrong(GOOD + "jdks: [9]", "jdks must be a list of numbers out of [8, 11, 17, 21, 25]");
    assertWrong(GOOD.replace("driver: Fish\n", ""), "driver must be a string");
    assertWrong(GOOD + "exceptions: {trailers: {variants: [sync]}}", "reason must be a string");
    assertWrong(GOOD + "cannot: {fly: no wings}", "cannot.fly is none of [outcomes, retry");
  }

  private void assertWrong(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contract.yaml: ")
        .hasMessageContaining(message);
  }

  private ClientModule read(String yaml) throws IOException {
    return ClientModule.read(Files.writeString(folder.resolve("contract.yaml"), yaml));
  }
}
