package dev.remora.it.contract.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what each client can do is what the clients declare. */
final class ResilienceDocTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final String HEAD =
      "| client | variants | how calls end | `retry` | `hedge` | `attempt-timeout` | `timeout` |"
          + " `connect-timeout` | rejects |\n|---|---|---|---|---|---|---|---|---|\n";

  @Test
  void theTableIsWhatIsDeclared() throws IOException {
    StringBuilder table = new StringBuilder(HEAD);
    for (ClientModule client : ClientModule.all(ROOT.resolve("instrumentation"))) {
      rows(client)
          .forEach(
              (abilities, variants) ->
                  table.append(
                      "| %s | `%s` | %s |%n"
                          .formatted(
                              link(client.name()), String.join("`, `", variants), abilities)));
    }
    assertThat(Files.readString(ROOT.resolve("docs/resilience.md"))).contains(table + "\n");
  }

  /** Variants that can do the same, by what they can. */
  private static Map<String, List<String>> rows(ClientModule client) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String variant : client.variants()) {
      String abilities =
          Stream.of(Capability.values())
              .map(capability -> ability(client, variant, capability))
              .collect(Collectors.joining(" | "));
      rows.computeIfAbsent(abilities, key -> new ArrayList<>()).add(variant);
    }
    return rows;
  }

  private static String ability(ClientModule client, String variant, Capability capability) {
    List<String> unable = new ArrayList<>();
    boolean some = false;
    for (Version version : client.versions()) {
      if (version.variants().contains(variant)) {
        List<Integer> jdks =
            version.jdks().stream()
                .filter(
                    jdk -> new Cell(client, version, variant, jdk).inability(capability) != null)
                .toList();
        some |= jdks.size() < version.jdks().size();
        if (jdks.size() == version.jdks().size()) {
          unable.add(version.label());
        } else if (!jdks.isEmpty()) {
          unable.add(version.label() + " on JDK " + jdks);
        }
      }
    }
    return unable.isEmpty() ? "yes" : some ? "not " + String.join(", ", unable) : "no";
  }

  private static String link(String client) {
    try {
      Path page = ROOT.resolve("docs/clients/" + client + ".md");
      String title = Files.readAllLines(page).get(0).replace("# ", "");
      return "[" + title + "](clients/" + client + ".md)";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
