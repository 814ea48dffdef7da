package dev.remora.core.config;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads small files whole; by {@code java.io} alone, since it runs before the application does. */
public final class FileContent {
  /** A configuration of a mebibyte is a mistake, and must not fill the application's heap. */
  private static final int LARGEST = 1 << 20;

  private FileContent() {}

  /**
   * The bytes of {@code file}.
   *
   * @throws IOException with a message that says in a few words why it can't be read
   */
  public static byte[] read(File file) throws IOException {
    if (file.isDirectory()) {
      throw new IOException("is a folder");
    }
    if (!file.exists()) {
      throw new IOException("no such file");
    }
    if (!file.isFile()) {
      // A pipe could keep its reader waiting for ever.
      throw new IOException("is not a regular file");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = new FileInputStream(file)) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
        if (bytes.size() > LARGEST) {
          throw new IOException("is larger than 1 MiB");
        }
      }
    } catch (java.io.FileNotFoundException e) {
      throw new IOException(file.exists() ? "permission denied" : "no such file", e);
    }
    return bytes.toByteArray();
  }
}
