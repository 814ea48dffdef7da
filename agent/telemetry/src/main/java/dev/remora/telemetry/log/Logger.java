package dev.remora.telemetry.log;

/** Says nothing; has the methods of {@code java.util.logging.Logger} that the SDK calls. */
public final class Logger {
  private static final Logger SILENT = new Logger();

  private Logger() {}

  /** The same for all names. */
  public static Logger getLogger(String name) {
    return SILENT;
  }

  /** Never. */
  public boolean isLoggable(Level level) {
    return false;
  }

  public void log(Level level, String message) {}

  public void log(Level level, String message, Object parameter) {}

  public void log(Level level, String message, Throwable thrown) {}

  public void warning(String message) {}

  public void info(String message) {}

  public void fine(String message) {}
}
