package dev.remora.core.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages point to is there: other pages, files, tests, cases of the contract, clients. */
class DocReferencesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)(?:\\.([a-z]\\w*))?`");
  private static final Pattern CASE = Pattern.compile("`contract/([a-z0-9-]+)`");

  private static List<Path> linkingPages() throws IOException {
    List<Path> pages = new ArrayList<>(Docs.pages());
    pages.add(Docs.ROOT.resolve("it-tests/README.md"));
    pages.add(Docs.ROOT.resolve("it-tests/engines/README.md"));
    return pages;
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    int links = 0;
    for (Path page : linkingPages()) {
      Matcher link = LINK.matcher(Docs.text(page));
      while (link.find()) {
        if (!link.group(1).contains("://")) {
          links++;
          assertLeadsSomewhere(page, link.group(1));
        }
      }
    }
    assertThat(links).isGreaterThan(10);
  }

  private static void assertLeadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    assertThat(target).as("%s in %s", link, Docs.ROOT.relativize(page)).exists();
    if (parts.length == 2) {
      assertThat(anchors(target))
          .as("%s in %s", link, Docs.ROOT.relativize(page))
          .contains(parts[1]);
    }
  }

  /** The headings of a page as GitHub makes anchors of them. */
  private static List<String> anchors(Path page) throws IOException {
    return Docs.text(page)
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(java.util.Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void namedTestsExist() throws IOException {
    Map<String, String> tests = tests();
    int named = 0;
    for (Path page : Docs.pages()) {
      Matcher test = TEST.matcher(Docs.text(page));
      while (test.find()) {
        named++;
        assertThat(tests).as(page.toString()).containsKey(test.group(1));
        if (test.group(2) != null) {
          assertThat(tests.get(test.group(1)))
              .as("%s in %s", test.group(), page)
              .contains("void " + test.group(2) + "(");
        }
      }
    }
    assertThat(named).isGreaterThan(10);
  }

  @Test
  void namedCasesOfTheContractExist() throws IOException {
    StringBuilder cases = new StringBuilder();
    try (Stream<Path> files = Files.walk(Docs.ROOT.resolve("it-tests/contract/src/test"))) {
      for (Path file :
          files.filter(path -> path.endsWith("cases/" + path.getFileName())).toList()) {
        cases.append(Files.readString(file));
      }
    }
    int named = 0;
    for (Path page : Docs.pages()) {
      Matcher name = CASE.matcher(Docs.text(page));
      while (name.find()) {
        named++;
        assertThat(cases.indexOf("\"" + name.group(1) + "\"") >= 0)
            .as("%s in %s", name.group(), page)
            .isTrue();
      }
    }
    assertThat(named).isGreaterThan(5);
  }

  @Test
  void everyClientHasItsPage() throws IOException {
    String index = Docs.text("docs/clients.md");
    String readme = Docs.text("README.md");
    List<Path> clients;
    try (Stream<Path> folders = Files.list(Docs.ROOT.resolve("instrumentation"))) {
      clients = folders.filter(folder -> Files.exists(folder.resolve("contract.yaml"))).toList();
    }
    assertThat(clients).isNotEmpty();
    for (Path client : clients) {
      String page = "clients/" + client.getFileName() + ".md";
      assertThat(Docs.ROOT.resolve("docs").resolve(page)).exists();
      assertThat(index).contains("](" + page + ")");
      assertThat(readme).contains("](docs/" + page + ")");
    }
  }

  /** The sources of all tests, by class name. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String root :
        List.of("agent", "agent-bootstrap", "instrumentation", "edge-gateway", "it-tests")) {
      try (Stream<Path> files = Files.walk(Docs.ROOT.resolve(root))) {
        for (Path file :
            files
                .filter(path -> path.toString().contains("/src/test/"))
                .filter(path -> path.toString().endsWith("Test.java"))
                .toList()) {
          sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
      }
    }
    return sources;
  }
}
