package dev.remora.core.discovery.file;

import java.io.File;
import java.io.IOException;

/**
 * The number of this process, found without JMX, which the application may want to set up first.
 */
final class Pid {
  private Pid() {}

  static String own() {
    try {
      // Java 9 and newer.
      Class<?> type = Class.forName("java.lang.ProcessHandle");
      Object current = type.getMethod("current").invoke(null);
      return String.valueOf(type.getMethod("pid").invoke(current));
    } catch (ReflectiveOperationException older) {
      return fromProc();
    }
  }

  private static String fromProc() {
    try {
      String name = new File("/proc/self").getCanonicalFile().getName();
      return name.matches("[0-9]+") ? name : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
