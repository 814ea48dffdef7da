package dev.remora.gateway.auth.keys;

import dev.remora.gateway.auth.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of an issuer (RFC 7517, section 5). Immutable. */
public final class KeySet {
  private static final int MOST = 100;

  /** Tokens that name no key are tried with so many. */
  private static final int MOST_TRIED = 4;

  private final List<VerificationKey> keys;

  private KeySet(List<VerificationKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a set. Keys that are of no use here are passed over, as RFC 7517 asks.
   *
   * @return null: it is no set, or has no key that is of use
   */
  public static KeySet read(byte[] json) {
    Map<String, Object> set = Json.object(json);
    if (set == null || !(set.get("keys") instanceof List<?> all) || all.size() > MOST) {
      return null;
    }
    List<VerificationKey> keys = new ArrayList<>();
    for (Object each : all) {
      if (each instanceof Map<?, ?> jwk) {
        @SuppressWarnings("unchecked") // Names of JSON are strings.
        VerificationKey key = VerificationKey.of((Map<String, Object>) jwk);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return keys.isEmpty() ? null : new KeySet(keys);
  }

  /** This set with the keys that {@code before} had too; those that are gone are retired. */
  KeySet after(KeySet before) {
    if (before == null) {
      return this;
    }
    List<VerificationKey> merged = new ArrayList<>();
    for (VerificationKey key : keys) {
      merged.add(before.keys.stream().filter(key::isSame).findFirst().orElse(key));
    }
    for (VerificationKey old : before.keys) {
      if (!merged.contains(old)) {
        old.retire();
      }
    }
    return new KeySet(merged);
  }

  /** What is known is not to be relied on any more. */
  void retire() {
    keys.forEach(VerificationKey::retire);
  }

  /**
   * The keys that may have signed a token.
   *
   * @param id the {@code kid} that it names; null: none
   */
  public List<VerificationKey> find(String id, String algorithm) {
    List<VerificationKey> found = new ArrayList<>(1);
    for (VerificationKey key : keys) {
      if ((id == null || id.equals(key.id())) && key.isFor(algorithm)) {
        found.add(key);
      }
    }
    return found.size() > MOST_TRIED ? found.subList(0, MOST_TRIED) : found;
  }

  /** How many there are. */
  int size() {
    return keys.size();
  }
}
