package dev.remora.agent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;

/**
 * Puts the few classes that woven code calls into the bootstrap loader.
 *
 * <p>They are defined there one by one. The documented way, {@code
 * appendToBootstrapClassLoaderSearch}, makes the JVM print a warning about class-data sharing and
 * switch it off for the application's own classes; it is the fall-back where defining is refused.
 */
final class BootstrapDoors {
  /** In the order in which they can be linked: a type after those it extends or implements. */
  private static final String[] DOORS = {
    "dev.remora.bootstrap.Request",
    "dev.remora.bootstrap.Call",
    "dev.remora.bootstrap.Inbound",
    "dev.remora.bootstrap.Serving",
    "dev.remora.bootstrap.Router",
    "dev.remora.bootstrap.Door",
    "dev.remora.bootstrap.Current",
    "dev.remora.bootstrap.Notes$Key",
    "dev.remora.bootstrap.Notes$Search",
    "dev.remora.bootstrap.Notes",
    "dev.remora.bootstrap.Console$Commands",
    "dev.remora.bootstrap.Console",
  };

  private BootstrapDoors() {}

  /**
   * Installs the doors; returns what defined them, or null where this JVM refuses it and the
   * fall-back was taken.
   */
  static ClassDefiner install(File jar, Instrumentation instrumentation) throws IOException {
    try (JarFile file = new JarFile(jar, false)) {
      ClassDefiner definer = ClassDefiner.of(instrumentation);
      for (String door : DOORS) {
        if (!isDefined(door)) {
          definer.define(door, read(file, door));
        }
      }
      return definer;
    } catch (LinkageError | ReflectiveOperationException | RuntimeException e) {
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar, false));
      return null;
    }
  }

  /**
   * A start that failed or was switched off by a setting has left the doors; a later one finds
   * them.
   */
  private static boolean isDefined(String door) {
    try {
      Class.forName(door, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static byte[] read(JarFile file, String type) throws IOException {
    try (InputStream in = file.getInputStream(file.getEntry(type.replace('.', '/') + ".class"))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
      byte[] buffer = new byte[2048];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    }
  }
}
