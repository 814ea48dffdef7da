package dev.remora.gateway.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.remora.gateway.auth.keys.KeySet;
import dev.remora.gateway.auth.keys.KeysPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All vectors of Wycheproof about JOSE; with {@code -Dwycheproof=FOLDER}, as they are the data of
 * another project.
 *
 * <p>What is invalid must be refused, every one. What is valid must be accepted, but for what is
 * never accepted here: secrets that are shared ({@code oct}), encrypted tokens, JSON serialization,
 * and keys that name another algorithm than the token (those of RFC 7520).
 */
class WycheproofTest {
  private static final TokenRules RULES =
      new TokenRules(
          new JwtPlan(
              "corp",
              "https://idp.example",
              Set.of(),
              Set.of(
                  "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
                  "EdDSA"),
              Set.of("jwt"),
              Duration.ZERO,
              new KeysPlan(
                  "https://idp.example",
                  "unused",
                  null,
                  null,
                  false,
                  Duration.ofMinutes(10),
                  Duration.ofHours(24))));

  private int accepted;
  private int refused;
  private int validOfOthers;

  @ParameterizedTest
  @CsvSource({
    "signature, 401, 32",
    "key, 26, 1",
    "crypto, 83, 2",
    "encryption, 139, 0",
  })
  void vectors(String name, int count, int good) throws IOException {
    JsonObject file = read(name);
    for (JsonElement group : file.getAsJsonArray("testGroups")) {
      for (JsonElement test : group.getAsJsonObject().getAsJsonArray("tests")) {
        judge(group.getAsJsonObject(), test.getAsJsonObject());
      }
    }
    assertThat(accepted + refused).isEqualTo(file.get("numberOfTests").getAsInt()).isEqualTo(count);
    assertThat(accepted).isEqualTo(good);
    assertThat(validOfOthers).isPositive();
  }

  @Test
  void thereAreAll() throws IOException {
    int all = 0;
    for (String name : List.of("signature", "key", "crypto", "encryption")) {
      all += read(name).get("numberOfTests").getAsInt();
    }
    assertThat(all).isEqualTo(649);
  }

  private static JsonObject read(String name) throws IOException {
    String folder = System.getProperty("wycheproof");
    assertThat(folder).as("-Dwycheproof=FOLDER with json_web_*_test.json").isNotEmpty();
    Path path = Path.of(folder, "json_web_" + name + "_test.json");
    return JsonParser.parseString(Files.readString(path)).getAsJsonObject();
  }

  private void judge(JsonObject group, JsonObject test) {
    JsonObject key = group.getAsJsonObject(group.has("public") ? "public" : "private");
    JsonElement token = test.has("jws") ? test.get("jws") : test.get("jwe");
    String text = token.isJsonPrimitive() ? token.getAsString() : token.toString();
    boolean accepts = accepts(key, text);
    boolean valid = test.get("result").getAsString().equals("valid");
    accepted += accepts ? 1 : 0;
    refused += accepts ? 0 : 1;
    if (valid && isOfOthers(key, test)) {
      validOfOthers++;
      valid = false;
    }
    assertThat(accepts)
        .as(group.get("comment") + " " + test.get("tcId") + " " + test.get("comment"))
        .isEqualTo(valid);
  }

  private static boolean isOfOthers(JsonObject key, JsonObject test) {
    String text = key.toString();
    return text.contains("\"kty\":\"oct\"")
        || test.has("jwe")
        || !test.get("jws").isJsonPrimitive()
        || namesAnotherAlgorithm(key, test.get("jws").getAsString());
  }

  private static boolean namesAnotherAlgorithm(JsonObject key, String token) {
    String header =
        new String(
            Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))),
            StandardCharsets.UTF_8);
    return key.has("alg") && !header.contains("\"" + key.get("alg").getAsString() + "\"");
  }

  private static boolean accepts(JsonObject key, String token) {
    JsonObject set = key;
    if (!key.has("keys")) {
      JsonArray keys = new JsonArray();
      keys.add(key);
      set = new JsonObject();
      set.add("keys", keys);
    }
    KeySet read = KeySet.read(set.toString().getBytes(StandardCharsets.UTF_8));
    Jws jws = Jws.parseHeader(token);
    if (read == null || jws == null || RULES.header(jws) != null) {
      return false;
    }
    return read.find(jws.keyId(), jws.algorithm()).stream()
        .anyMatch(each -> each.verifies(jws.algorithm(), jws.content(), jws.signature()));
  }
}
