package dev.remora.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One row of the {@link Schema}: a key, its type, its default, and what it is for.
 *
 * @param <T> what its value is in Java
 */
public abstract class Setting<T> {
  private final String key;
  private final T byDefault;
  private final String doc;
  private final String allowed;
  private boolean live;
  private boolean secret;

  private Setting(String key, T byDefault, String allowed, String doc) {
    this.key = key;
    this.byDefault = byDefault;
    this.allowed = allowed;
    this.doc = doc;
  }

  /** A setting of one value. */
  static <T> Setting<T> one(String key, final Type<T> type, T byDefault, String doc) {
    return new Setting<T>(key, byDefault, type.allowed(), doc) {
      @Override
      T read(Raw raw, Problems problems) {
        if (raw.items() != null) {
          problems.add(raw.label() + ": is a list where one value is needed" + allowedIs());
          return null;
        }
        return parse(type, raw, problems);
      }
    };
  }

  /** A setting of several values, separated by commas or as a YAML list. */
  static <E> Setting<List<E>> list(String key, final Type<E> type, List<E> byDefault, String doc) {
    return new Setting<List<E>>(key, byDefault, type.allowed(), doc) {
      @Override
      List<E> read(Raw raw, Problems problems) {
        List<E> values = new ArrayList<>();
        for (Raw item : raw.split(type)) {
          if (item.items() != null) {
            problems.add(item.label() + ": is a list inside a list" + allowedIs());
            values.add(null);
          } else {
            values.add(parse(type, item, problems));
          }
        }
        return values.contains(null) ? null : Collections.unmodifiableList(values);
      }
    };
  }

  /** Marks a setting whose change in the file takes effect without a restart. */
  Setting<T> live() {
    live = true;
    return this;
  }

  /** Marks a setting whose value is shown nowhere. */
  Setting<T> secret() {
    secret = true;
    return this;
  }

  /** The value that {@code raw} spells; null after a problem. */
  abstract T read(Raw raw, Problems problems);

  final <V> V parse(Type<V> type, Raw raw, Problems problems) {
    String text = raw.text();
    try {
      if (text.isEmpty()) {
        throw new Type.BadValue("is empty");
      }
      return type.parse(text);
    } catch (Type.BadValue e) {
      problems.add(
          raw.label()
              + ": "
              + (secret ? "the value" : Words.quote(text))
              + " "
              + e.getMessage()
              + allowedIs());
      return null;
    }
  }

  final String allowedIs() {
    return "; allowed: " + allowed;
  }

  /** The value in {@code values}, or the default. */
  @SuppressWarnings("unchecked") // Only this setting's own values are put under it.
  final T in(Map<Setting<?>, Object> values) {
    Object value = values.get(this);
    return value == null ? byDefault : (T) value;
  }

  /** As in YAML and agent arguments, for example {@code first-call-timeout}. */
  public final String key() {
    return key;
  }

  /** The system property, for example {@code remora.first-call-timeout}. */
  public final String property() {
    return "remora." + key;
  }

  /** The environment variable, for example {@code REMORA_FIRST_CALL_TIMEOUT}. */
  public final String variable() {
    return "REMORA_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What is allowed, in words. */
  public final String allowed() {
    return allowed;
  }

  /** The value when nothing is set; null: none. */
  public final T byDefault() {
    return byDefault;
  }

  /** What it is for, in one sentence. */
  public final String doc() {
    return doc;
  }

  /** Whether a change in the file takes effect without a restart. */
  public final boolean isLive() {
    return live;
  }

  /** Whether the value is shown nowhere. */
  public final boolean isSecret() {
    return secret;
  }

  @Override
  public final String toString() {
    return key;
  }
}
