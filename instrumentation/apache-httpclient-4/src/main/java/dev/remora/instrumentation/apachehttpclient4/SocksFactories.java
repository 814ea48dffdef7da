package dev.remora.instrumentation.apachehttpclient4;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Tells socket factories of the application that go through a proxy. HttpClient 4 knows no SOCKS;
 * an application that needs it has its own {@code createSocket} return {@code new Socket(proxy)}. A
 * socket does not tell that of itself, but the factory's class file calls that constructor.
 * Factories that make sockets of their own for other reasons are as good as the client's.
 */
final class SocksFactories {
  private static final String CLIENT = "org.apache.http.";
  private static final byte[] CONSTRUCTOR =
      "(Ljava/net/Proxy;)V".getBytes(StandardCharsets.US_ASCII);

  private static final ClassValue<Boolean> KNOWN =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return isSocks(type);
          } catch (IOException | RuntimeException e) {
            return false;
          }
        }
      };

  private SocksFactories() {}

  static boolean contains(Object factory) {
    return factory != null && KNOWN.get(factory.getClass());
  }

  private static boolean isSocks(Class<?> factory) throws IOException {
    for (Class<?> type = factory;
        type != null && type != Object.class && !type.getName().startsWith(CLIENT);
        type = type.getSuperclass()) {
      if (contains(classFile(type), CONSTRUCTOR)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String name = type.getName();
    try (InputStream in =
        type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (in != null) {
        byte[] buffer = new byte[4096];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
        }
      }
      return out.toByteArray();
    }
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i <= bytes.length - part.length; i++) {
      int same = 0;
      while (same < part.length && bytes[i + same] == part[same]) {
        same++;
      }
      if (same == part.length) {
        return true;
      }
    }
    return false;
  }
}
