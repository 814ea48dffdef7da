package dev.remora.core.config;

/** Port numbers. */
final class Ports {
  private Ports() {}

  static int parse(String text) {
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i > 4) {
        port = 0;
        break;
      }
      port = port * 10 + (c - '0');
    }
    if (port < 1 || port > 65535) {
      throw new Type.BadValue("has a port that is not 1 to 65535");
    }
    return port;
  }
}
