package dev.remora.core;

import dev.remora.core.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A log whose lines can be read. */
public final class LogLines {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Log log;

  public LogLines(Log.Level level) {
    log = new Log(level, new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  public Log log() {
    return log;
  }

  /** The lines so far, without the prefix that all of them have. */
  public List<String> lines() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("^remora: ", ""))
        .toList();
  }
}
