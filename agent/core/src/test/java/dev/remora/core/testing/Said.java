package dev.remora.core.testing;

import dev.remora.core.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A log to read. */
public final class Said {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Log log =
      new Log(Log.Level.DEBUG, new PrintStream(bytes, true, StandardCharsets.UTF_8));

  public Log log() {
    return log;
  }

  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
