package dev.remora.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.remora.core.config.Problems;
import dev.remora.gateway.testing.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/gateway/example.yaml}: it is good, nothing of what can be set is missing from it or
 * from the pages, and whatever is broken in it is told rather than thrown.
 */
class ExampleTest {
  private static final Path DOCS = Path.of("../docs");
  private static final String UNKNOWN = "zzzzqqqq";
  private static final Pattern ALLOWED = Pattern.compile(UNKNOWN + ": unknown key; allowed: (.*)");

  /** What the agent has too is in the page of its settings, which a test of the core's compares. */
  private static final String AGENT_PAGE = "configuration.md";

  /** What can't be set beside what the example sets in its place. */
  private static final Set<String> ALTERNATIVES = Set.of("redis.password");

  private static byte[] example;
  private static YamlTree tree;

  @BeforeAll
  static void read(@TempDir Path folder) throws IOException {
    Authority authority = new Authority(folder, "partners-ca");
    Authority internal = new Authority(folder, "internal-ca");
    String text = Files.readString(DOCS.resolve("gateway/example.yaml"));
    Map<String, Path> files = new TreeMap<>();
    for (String name : List.of("shop", "partners", "gateway")) {
      Authority.Issued issued = authority.issue(name, name + ".example");
      files.put("/etc/remora/" + name + ".pem", issued.file());
      files.put("/etc/remora/" + name + ".key", issued.keyFile());
    }
    files.put("/etc/remora/partners-ca.pem", authority.file());
    files.put("/etc/remora/internal-ca.pem", internal.file());
    files.put(
        "/etc/remora/partners.crl",
        authority.revoke("revoked", Instant.now().plusSeconds(3600), authority.certificate()));
    files.put(
        "/etc/remora/keys.yaml",
        Files.writeString(
            folder.resolve("keys.yaml"),
            "keys: [{name: a, hash: \"sha256:" + "0".repeat(64) + "\"}]\n"));
    files.put("/etc/remora/robots.json", Files.writeString(folder.resolve("robots.json"), jwks()));
    files.put("/run/secrets/redis", Files.writeString(folder.resolve("redis"), "secret"));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      text = text.replace(file.getKey(), file.getValue().toString());
    }
    example = text.getBytes(StandardCharsets.UTF_8);
    tree = new YamlTree(example);
  }

  private static String jwks() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      RSAPublicKey key = (RSAPublicKey) rsa.generateKeyPair().getPublic();
      return "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"1\", \"n\": \""
          + Base64.getUrlEncoder().withoutPadding().encodeToString(key.getModulus().toByteArray())
          + "\", \"e\": \"AQAB\"}]}";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> check(byte[] content) {
    Problems problems = Problems.all();
    GatewayConfig.read("example.yaml", content, new Properties(), Map.of(), problems);
    return problems.lines();
  }

  @Test
  void isGood() {
    assertThat(check(example)).isEmpty();
  }

  /** The keys that can be set in each kind of map, as the gateway itself tells them. */
  private static Map<String, Set<String>> keys() {
    Map<String, Set<String>> keys = new TreeMap<>();
    tree.parts()
        .forEach(
            (place, part) -> {
              if (!part.isJsonObject()) {
                return;
              }
              byte[] changed =
                  tree.with(
                      place,
                      map -> {
                        map.getAsJsonObject().addProperty(UNKNOWN, "1");
                        return map;
                      });
              for (String line : check(changed)) {
                Matcher allowed = ALLOWED.matcher(line);
                if (allowed.find()) {
                  keys.computeIfAbsent(kind(place), absent -> new TreeSet<>())
                      .addAll(List.of(allowed.group(1).split(", ")));
                }
              }
            });
    return keys;
  }

  private static String kind(String place) {
    return place
        .replaceAll("\\[[0-9]+]", "[]")
        // What holds by default is what a route can set.
        .replaceAll("^defaults", "routes[]")
        .replaceAll("(rate-limit)$", "$1[]")
        .replaceAll("(match\\.headers|match\\.query|claims)\\.[^.]+", "$1.*")
        .replaceAll("^(authentication|services|upstream-tls)\\.[^.]+", "$1.*");
  }

  private static List<String> missingFromExample() {
    Map<String, Set<String>> set = new TreeMap<>();
    tree.parts()
        .forEach(
            (place, part) -> {
              if (part.isJsonObject()) {
                set.computeIfAbsent(kind(place), absent -> new TreeSet<>())
                    .addAll(part.getAsJsonObject().keySet());
              }
            });
    List<String> missing = new ArrayList<>();
    keys()
        .forEach(
            (kind, keys) -> {
              // What the agent has too: one page and one test have it all.
              if (!kind.startsWith("services")) {
                keys.stream()
                    .filter(key -> !isAgents(kind, key) && !set.get(kind).contains(key))
                    .forEach(key -> missing.add(kind + (kind.isEmpty() ? "" : ".") + key));
              }
            });
    missing.removeAll(ALTERNATIVES);
    return missing;
  }

  private static boolean isAgents(String kind, String key) {
    return kind.isEmpty() && agentPage().contains("`" + key + "`");
  }

  private static String agentPage() {
    try {
      return Files.readString(DOCS.resolve(AGENT_PAGE));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void hasAllThatCanBeSet() {
    assertThat(keys()).hasSizeGreaterThan(10);
    assertThat(missingFromExample()).isEmpty();
  }

  @Test
  void allThatCanBeSetIsInThePages() throws IOException {
    StringBuilder pages = new StringBuilder(agentPage());
    try (Stream<Path> files = Files.list(DOCS.resolve("gateway"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
        pages.append(Files.readString(file));
      }
    }
    List<String> missing = new ArrayList<>();
    keys()
        .forEach(
            (kind, keys) ->
                keys.stream()
                    .filter(key -> !isIn(pages, key))
                    .forEach(key -> missing.add(kind + (kind.isEmpty() ? "" : ".") + key)));
    assertThat(missing).isEmpty();
  }

  /** In code, by itself or at the end of a path of keys, or as a key of an example. */
  private static boolean isIn(CharSequence pages, String key) {
    String quoted = Pattern.quote(key);
    return Pattern.compile("`([a-z0-9.*\\[\\]-]*\\.)?" + quoted + "[`:.]|\\b" + quoted + ": ")
        .matcher(pages)
        .find();
  }

  @Test
  void isReadWithoutAFaultWhateverIsBroken() {
    JsonArray list = new JsonArray();
    list.add("x");
    list.add(new JsonObject());
    JsonObject map = new JsonObject();
    map.addProperty("x", "y");
    int checked = 0;
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, JsonElement> each : tree.parts().entrySet()) {
      String place = each.getKey();
      JsonElement empty = new JsonPrimitive("");
      List<JsonElement> junk =
          each.getValue().isJsonPrimitive()
              ? List.of(new JsonPrimitive("x y"), map)
              : List.of(empty, list);
      for (JsonElement bad : junk) {
        checked++;
        try {
          for (String line : check(tree.with(place, part -> bad))) {
            if (line.lines().count() != 1 || !line.startsWith("example.yaml")) {
              faults.add(place + " = " + bad + ": " + line);
            }
          }
        } catch (RuntimeException e) {
          faults.add(place + " = " + bad + ": " + e + " at " + e.getStackTrace()[0]);
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(checked).isGreaterThan(400);
  }

  /** Tells what is missing from the example. */
  public static void main(String[] args) throws IOException {
    read(Files.createTempDirectory("example"));
    check(example).forEach(System.out::println);
    keys().forEach((kind, keys) -> System.out.println("KEYS " + kind + ": " + keys));
    missingFromExample().forEach(key -> System.out.println("MISSING " + key));
  }
}
