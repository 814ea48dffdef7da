package dev.remora.core.log;

import java.io.PrintStream;

/**
 * The agent's few words to the operator: single lines on standard error, each starting with {@code
 * remora:}.
 *
 * <p>Not a logging framework, on purpose: inside somebody else's process no log manager may be
 * touched. Nothing is logged on the request path, and no secret ever.
 */
public final class Log {
  /** How much is said. */
  public enum Level {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  private volatile Level level;
  private final PrintStream out;

  /** A log that writes lines of {@code level} and above to {@code out}. */
  public Log(Level level, PrintStream out) {
    this.level = level;
    this.out = out;
  }

  /** Says more or less from now on. */
  public void setLevel(Level level) {
    this.level = level;
  }

  /** Whether debug lines are written, for messages that cost something to build. */
  public boolean isDebug() {
    return level.compareTo(Level.DEBUG) >= 0;
  }

  /** Something the operator must mend. */
  public void error(String message) {
    print(Level.ERROR, message);
  }

  /** Something that is not as it should be, while calls go on. */
  public void warn(String message) {
    print(Level.WARN, message);
  }

  /** Something the operator may like to know. */
  public void info(String message) {
    print(Level.INFO, message);
  }

  /** Something the agent's developers may like to know. */
  public void debug(String message) {
    print(Level.DEBUG, message);
  }

  private void print(Level at, String message) {
    if (level.compareTo(at) >= 0) {
      out.println("remora: " + message.replace('\r', ' ').replace('\n', ' '));
    }
  }
}
