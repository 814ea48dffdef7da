package dev.remora.core.discovery.file;

import dev.remora.core.config.FileContent;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One file of a {@code dir:} registry: an endpoint of a service, as Java properties in UTF-8.
 *
 * <p>The keys are {@code service}, {@code address}, {@code port}, {@code weight}, {@code zone},
 * {@code tag.1} and so on, {@code metadata.KEY}, {@code owner} (who may remove it), {@code pid} and
 * {@code time} (milliseconds since 1970, for people to read: nobody compares it).
 */
final class EndpointFile {
  /** What such a file's name ends in. */
  static final String SUFFIX = ".endpoint";

  /** What the name of one that is being written ends in. */
  static final String UNFINISHED = ".tmp";

  /** Most file systems allow 255 bytes; the owner's mark and the suffixes need room. */
  private static final int LONGEST_NAME = 160;

  private final String service;
  private final Endpoint endpoint;
  private final String owner;

  private EndpointFile(String service, Endpoint endpoint, String owner) {
    this.service = service;
    this.endpoint = endpoint;
    this.owner = owner;
  }

  String service() {
    return service;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** A mark unique to the process and registry that wrote it. */
  String owner() {
    return owner;
  }

  /**
   * {@code service@address_port.endpoint}, in which everything that some file system could take
   * amiss, upper-case letters among it, is written as {@code %XX}. Only uniqueness counts: the
   * content says what it is.
   */
  static String name(Registration registration) {
    String name =
        encode(registration.service())
            + "@"
            + encode(registration.endpoint().address())
            + "_"
            + registration.endpoint().port();
    if (name.length() > LONGEST_NAME) {
      name = name.substring(0, LONGEST_NAME) + "~" + Integer.toHexString(name.hashCode());
    }
    return name + SUFFIX;
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= '0' && b <= '9')
              || b == '-'
              || (b == '.' && encoded.length() > 0);
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b & 0xff));
      }
    }
    return encoded.toString();
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read or is not such a file
   */
  static EndpointFile read(File file) throws IOException {
    Properties values = new Properties();
    try {
      values.load(
          new InputStreamReader(
              new ByteArrayInputStream(FileContent.read(file)), StandardCharsets.UTF_8));
      String service = values.getProperty("service", "");
      if (service.isEmpty()) {
        throw new IOException("has no service");
      }
      Endpoint.Builder endpoint =
          Endpoint.at(values.getProperty("address"), Integer.parseInt(values.getProperty("port")))
              .weight(Integer.parseInt(values.getProperty("weight", "1")))
              .zone(values.getProperty("zone", ""));
      List<String> tags = new ArrayList<>();
      for (String tag = values.getProperty("tag.1");
          tag != null;
          tag = values.getProperty("tag." + (tags.size() + 1))) {
        tags.add(tag);
      }
      endpoint.tags(tags);
      Map<String, String> metadata = new LinkedHashMap<>();
      for (String key : values.stringPropertyNames()) {
        if (key.startsWith("metadata.")) {
          metadata.put(key.substring("metadata.".length()), values.getProperty(key));
        }
      }
      return new EndpointFile(
          service, endpoint.metadata(metadata).build(), values.getProperty("owner", ""));
    } catch (IllegalArgumentException e) {
      // A number or an escape that is none, or an endpoint without address.
      throw new IOException("is not an endpoint: " + e.getMessage(), e);
    }
  }

  /** Writes {@code registration} to {@code file} so that a reader sees all of it or nothing. */
  static void write(File file, Registration registration, String owner, String pid)
      throws IOException {
    Endpoint endpoint = registration.endpoint();
    Properties values = new Properties();
    values.setProperty("service", registration.service());
    values.setProperty("address", endpoint.address());
    values.setProperty("port", Integer.toString(endpoint.port()));
    values.setProperty("weight", Integer.toString(endpoint.weight()));
    values.setProperty("zone", endpoint.zone());
    for (int i = 0; i < endpoint.tags().size(); i++) {
      values.setProperty("tag." + (i + 1), endpoint.tags().get(i));
    }
    for (Map.Entry<String, String> entry : endpoint.metadata().entrySet()) {
      values.setProperty("metadata." + entry.getKey(), entry.getValue());
    }
    values.setProperty("owner", owner);
    values.setProperty("pid", pid);
    values.setProperty("time", Long.toString(System.currentTimeMillis()));
    StringWriter text = new StringWriter();
    values.store(text, null);

    File unfinished = new File(file.getParentFile(), file.getName() + "." + owner + UNFINISHED);
    try (OutputStream out = new FileOutputStream(unfinished);
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      writer.write(text.toString());
    }
    // Windows renames onto nothing that exists; the instant without a file is bridged by readers.
    if (!unfinished.renameTo(file) && !(file.delete() && unfinished.renameTo(file))) {
      unfinished.delete();
      throw new IOException("can't be replaced");
    }
  }
}
