package dev.remora.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kernel's own count of TCP connections, on Linux. */
public final class Connections {
  private static final String ESTABLISHED = "01";

  private Connections() {}

  /** How many established connections of this machine lead to {@code port}. */
  public static int to(int port) {
    String suffix = String.format(":%04X", port);
    int count = 0;
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        for (String line : Files.readAllLines(Path.of(table))) {
          String[] columns = line.trim().split("\\s+", 5);
          if (columns[2].endsWith(suffix) && columns[3].equals(ESTABLISHED)) {
            count++;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return count;
  }
}
