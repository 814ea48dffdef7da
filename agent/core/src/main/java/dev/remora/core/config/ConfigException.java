package dev.remora.core.config;

/**
 * A setting that can't be used. Its message is one line: the key, the value, where it stands, what
 * is allowed.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with that one line. */
  public ConfigException(String message) {
    super(message);
  }
}
