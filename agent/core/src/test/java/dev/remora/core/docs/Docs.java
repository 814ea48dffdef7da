package dev.remora.core.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the documentation, and what is to be found in them. */
final class Docs {
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

  private Docs() {}

  /** README.md and all below docs/. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  static String text(Path page) throws IOException {
    return Files.readString(page);
  }

  static String text(String page) throws IOException {
    return text(ROOT.resolve(page));
  }

  /** What stands below a heading, up to the next one. */
  static String section(String page, String heading) throws IOException {
    String text = "\n" + text(page);
    int start = text.indexOf("\n" + heading + "\n");
    if (start < 0) {
      throw new AssertionError(page + " has no " + heading);
    }
    int end = text.indexOf("\n#", start + 1);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  /** The fenced blocks of a language. */
  static List<String> blocks(String text, String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** The rows of the only table in {@code text}, without its head: the cells of each. */
  static List<List<String>> rows(String text) {
    return text.lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> line.replaceAll("^\\| *| *\\|$", ""))
        .map(line -> List.of(line.split(" *\\| *", -1)))
        .toList();
  }

  static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).distinct().toList();
  }
}
