package dev.remora.core.discovery.dns;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The DNS servers of this machine, by resolv.conf(5): read again when the file changes, as networks
 * come and go. Search domains and options in it are not applied.
 */
final class ResolvConf {
  /** MAXNS of resolv.h. */
  private static final int MOST = 3;

  private static final int PORT = 53;
  private static final String KEYWORD = "nameserver";

  private final File file;
  private List<InetSocketAddress> servers;
  private long modified;
  private long length;

  ResolvConf(String path) {
    this.file = new File(path);
  }

  /**
   * The servers, in the file's order.
   *
   * @throws IOException if it can't be read or names none; the message says so
   */
  List<InetSocketAddress> servers() throws IOException {
    long nowModified = file.lastModified();
    long nowLength = file.length();
    if (servers == null || modified != nowModified || length != nowLength) {
      servers = read();
      modified = nowModified;
      length = nowLength;
    }
    return servers;
  }

  private List<InetSocketAddress> read() throws IOException {
    List<InetSocketAddress> found = new ArrayList<>();
    if (!file.isFile()) {
      throw new IOException(file + " does not exist: name a server, registry dns://host");
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.trim().split("\\s+", 3);
        if (words.length > 1 && words[0].equals(KEYWORD) && found.size() < MOST) {
          found.add(new InetSocketAddress(address(words[1]), PORT));
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException(file + " names no server: name one, registry dns://host");
    }
    return found;
  }

  /** Literals alone: whatever else stands there must not be looked up. */
  private InetAddress address(String text) throws IOException {
    boolean ipv6 = text.indexOf(':') >= 0;
    for (int i = 0; i < text.length() && !ipv6; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        throw new IOException(file + " names a server that is no address");
      }
    }
    return InetAddress.getByName(text);
  }
}
