package dev.remora.gateway.auth.apikey;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.auth.Outcome;
import dev.remora.gateway.auth.Refusal;
import dev.remora.gateway.auth.Verified;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Identity;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys in a file. Immutable. */
final class KeyTable {
  /** A hash, and never a key: a file that can be read must not let anybody in. */
  private static final Type<byte[]> HASH =
      new Type<byte[]>("sha256: and 64 hexadecimal digits, as the command api-key prints them") {
        @Override
        public byte[] parse(String text) {
          if (!text.matches(ApiKey.HASHED + "[0-9a-f]{64}")) {
            throw new BadValue("is no hash of a key");
          }
          return java.util.HexFormat.of().parseHex(text.substring(ApiKey.HASHED.length()));
        }
      };

  /** When it ends: at the beginning of a day, or at a moment. */
  private static final Type<Instant> MOMENT =
      new Type<Instant>("2027-01-31 or 2027-01-31T12:00:00Z") {
        @Override
        public Instant parse(String text) {
          try {
            return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
          } catch (DateTimeException e) {
            throw new BadValue("is not a date");
          }
        }
      };

  /** What is known of a key. */
  private static final class Entry {
    private final byte[] digest;
    private final Verified verified;

    Entry(byte[] digest, Verified verified) {
      this.digest = digest;
      this.verified = verified;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry entry && MessageDigest.isEqual(digest, entry.digest);
    }

    @Override
    public int hashCode() {
      return first(digest);
    }
  }

  /** By the first bytes of their hash, which tell nothing of a key to who measures time. */
  private final Map<Integer, List<Entry>> entries;

  private KeyTable(Map<Integer, List<Entry>> entries) {
    this.entries = entries;
  }

  /** Reads a file of keys; what is wrong with it goes to {@code problems}. */
  static KeyTable read(String file, byte[] content, Problems problems) {
    YamlNode root = Yaml.parse(file, content, problems);
    Section top = new Section(root != null && root.entries() != null ? root : null, "", problems);
    if (top.node("keys") == null) {
      problems.add(file + ": keys is missing; allowed: a list of maps with name and hash");
    }
    Map<Integer, List<Entry>> entries = new HashMap<>();
    for (Entry entry : top.sections("keys", KeyTable::entry)) {
      List<Entry> others =
          entries.computeIfAbsent(first(entry.digest), absent -> new java.util.ArrayList<>());
      if (others.contains(entry)) {
        problems.add(file + ": a hash stands twice; allowed: each hash once");
      }
      others.add(entry);
    }
    top.end();
    return new KeyTable(entries);
  }

  private static Entry entry(Section key) {
    String name = key.required("name", GatewayTypes.NAME);
    byte[] digest = secret(key);
    List<String> scopes = key.values("scopes", Types.SCOPE);
    Instant expires = key.value("expires", MOMENT, null);
    Map<String, Object> claims = new LinkedHashMap<>();
    Section more = key.section("claims");
    for (String claim : more.keys()) {
      claims.put(claim, more.value(claim, Types.TEXT, ""));
    }
    if (name == null || digest == null) {
      return null;
    }
    if (!scopes.isEmpty()) {
      claims.put("scope", String.join(" ", scopes));
    }
    return new Entry(
        digest,
        new Verified(
            new Identity("api-key", name, null, java.util.Collections.unmodifiableMap(claims)),
            Set.copyOf(scopes),
            expires == null ? Long.MAX_VALUE : expires.toEpochMilli()));
  }

  /** Not with {@link Section#required}: should a key stand there it must not be shown. */
  private static byte[] secret(Section key) {
    YamlNode node = key.node("hash");
    try {
      return HASH.parse(node == null || node.text() == null ? "" : node.text());
    } catch (Type.BadValue e) {
      key.problem(
          "hash", (node == null ? "is missing" : e.getMessage()) + "; allowed: " + HASH.allowed());
      return null;
    }
  }

  private static int first(byte[] digest) {
    return (digest[0] & 0xff) << 24
        | (digest[1] & 0xff) << 16
        | (digest[2] & 0xff) << 8
        | (digest[3] & 0xff);
  }

  /** Whose key it is. */
  Outcome find(String key, long nowMillis) {
    byte[] digest = ApiKey.digest(key);
    for (Entry entry : entries.getOrDefault(first(digest), List.of())) {
      if (MessageDigest.isEqual(entry.digest, digest)) {
        return nowMillis < entry.verified.expiresMillis()
            ? entry.verified
            : Refusal.API_KEY_EXPIRED;
      }
    }
    return Refusal.API_KEY;
  }
}
