package dev.remora.javaagent.weave;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** Reads classes of the agent as bytes, without loading them. */
final class ClassBytes {
  private ClassBytes() {}

  static byte[] of(String name) throws IOException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = ClassBytes.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    }
  }
}
