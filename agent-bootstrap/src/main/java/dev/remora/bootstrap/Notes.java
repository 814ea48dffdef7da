package dev.remora.bootstrap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What woven code remembers of an object of the application or the JDK, which can't be given
 * another field. By identity; a note goes with its object at the latest, so what is noted must not
 * hold on to it. Thread-safe.
 *
 * @param <V> what is noted
 */
public final class Notes<V> {
  private final ConcurrentMap<Object, V> notes = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** The note of {@code object}, or null. */
  public V get(Object object) {
    return notes.isEmpty() ? null : notes.get(new Search(object));
  }

  /** Notes {@code note}, which is not null, in place of what was noted before. */
  public void put(Object object, V note) {
    expunge();
    notes.put(new Key(object, gone), note);
  }

  /** Notes {@code note} unless something is noted already, which is then returned; or null. */
  public V putIfAbsent(Object object, V note) {
    expunge();
    return notes.putIfAbsent(new Key(object, gone), note);
  }

  /** Takes the note of {@code object} away; null: there was none. */
  public V remove(Object object) {
    return notes.isEmpty() ? null : notes.remove(new Search(object));
  }

  /** How many there are, those of objects that have just gone included. */
  public int size() {
    expunge();
    return notes.size();
  }

  private void expunge() {
    for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
      notes.remove(key);
    }
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object object, ReferenceQueue<Object> gone) {
      super(object, gone);
      this.hash = System.identityHashCode(object);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object object = get();
      return object != null && other instanceof Key && ((Key) other).get() == object;
    }
  }

  /** Finds a {@link Key}: a map asks what it looks for, not what it has. */
  private static final class Search {
    private final Object object;

    Search(Object object) {
      this.object = object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }

    @Override
    @SuppressWarnings("EqualsUnsafeCast") // Never asked about anything else.
    public boolean equals(Object other) {
      return other instanceof Key && ((Key) other).get() == object;
    }
  }
}
