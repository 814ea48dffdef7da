package dev.remora.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What credentials have turned out to be, by their SHA-256: they themselves are not kept. Bounded,
 * without locks: entries live in two generations, the older of which is dropped as a whole when the
 * younger is full; one that is used moves on into the younger.
 *
 * @param <V> what is kept
 */
public final class CredentialCache<V> {
  /** A digest. */
  public record Key(long a, long b, long c, long d) {
    /** A digest is as good as random everywhere. */
    @Override
    public int hashCode() {
      return (int) a;
    }
  }

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
              throw new IllegalStateException(e);
            }
          });

  private final int most;
  private final AtomicInteger count = new AtomicInteger();
  private volatile ConcurrentHashMap<Key, V> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<Key, V> old = new ConcurrentHashMap<>();

  /**
   * An empty one.
   *
   * @param most about how many are kept
   */
  public CredentialCache(int most) {
    this.most = Math.max(1, most / 2);
  }

  /** By what a credential is found. */
  public static Key key(String credential) {
    byte[] digest = SHA_256.get().digest(credential.getBytes(StandardCharsets.UTF_8));
    return new Key(word(digest, 0), word(digest, 8), word(digest, 16), word(digest, 24));
  }

  private static long word(byte[] bytes, int at) {
    long word = 0;
    for (int i = at; i < at + 8; i++) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }

  /** What is kept of it; null: nothing. */
  public V get(Key key) {
    V value = young.get(key);
    if (value == null) {
      value = old.get(key);
      if (value != null) {
        put(key, value);
      }
    }
    return value;
  }

  /** Keeps it. */
  public void put(Key key, V value) {
    if (young.put(key, value) == null && count.incrementAndGet() >= most) {
      turn();
    }
  }

  private synchronized void turn() {
    if (count.get() >= most) {
      old = young;
      young = new ConcurrentHashMap<>();
      count.set(0);
    }
  }

  /** Forgets it. */
  public void remove(Key key) {
    young.remove(key);
    old.remove(key);
  }

  /** How many are kept now. */
  int size() {
    return young.size() + old.size();
  }
}
